import { describe, expect, test } from '@jest/globals';
import { anchorsOf, backticks, codeOf, linksOf, rowsUnder, samplesUnder } from './markdown.ts';

const page = `# A page: of *facts*

See [one](one.md#there) and ![a picture](images/a.png), \`web/pages/\`.

\`\`\`sh
# no heading, [no link](nowhere.md), | no | row |
\`\`\`

## First table

| name | value |
|---|---|
| \`a\` | 1 |
| b | 2 |

### Second table

| name |
|---|
| c |
`;

describe('reading a page', () => {
  test('finds links and pictures, outside code blocks', () => {
    expect(linksOf(page)).toEqual(['one.md#there', 'images/a.png']);
  });

  test('finds what stands in backticks', () => {
    expect(backticks(page)).toEqual(['web/pages/', 'a']);
  });

  test('makes anchors as GitHub does', () => {
    expect(anchorsOf(page)).toEqual(['a-page-of-facts', 'first-table', 'second-table']);
  });

  test('finds the rows under one heading, without head and rule', () => {
    expect(rowsUnder(page, 'First table')).toEqual([
      ['`a`', '1'],
      ['b', '2'],
    ]);
    expect(rowsUnder(page, 'Second table')).toEqual([['c']]);
  });

  test('says which heading is missing', () => {
    expect(() => rowsUnder(page, 'Third table')).toThrow('there is no heading "Third table"');
  });

  test('finds the JSON samples under one heading', () => {
    const samples = '## One\n\n```json\n{"a": 1}\n```\n\n```json\n{"a": 2}\n```\n\n## Two\n\n```json\n{"a": 3}\n```\n';

    expect(samplesUnder(samples, 'One')).toEqual([{ a: 1 }, { a: 2 }]);
    expect(samplesUnder(samples, 'Two')).toEqual([{ a: 3 }]);
  });

  test('takes a cell for code only as a whole', () => {
    expect([codeOf('`a`'), codeOf('`a` or `b`'), codeOf('a'), codeOf(undefined)]).toEqual([
      'a',
      undefined,
      undefined,
      undefined,
    ]);
  });
});
