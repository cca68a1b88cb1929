import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { widgetMarkup } from '../../../web/widget/markup.ts';
import { attributeNames } from '../../../web/widget/options.ts';
import { en, sayIn } from '../../../web/widget/texts.ts';

const folder = new URL('../../../web/widget/', import.meta.url);
const sources = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(new URL(name, folder), 'utf8'))
  .join('\n');
const css = readFileSync(new URL('sign-in.css', folder), 'utf8');
const docs = readFileSync(new URL('../../../docs/widget.md', import.meta.url), 'utf8');
type Named = readonly { readonly name: string }[];
const manifest = JSON.parse(readFileSync(new URL('custom-elements.json', folder), 'utf8')).modules[0]
  .declarations[0] as Readonly<
  Record<'attributes' | 'members' | 'events' | 'slots' | 'cssParts' | 'cssProperties', Named>
>;

const names = (all: Named) => all.map(({ name }) => name).sort();
const unique = (found: Iterable<RegExpMatchArray>) => [...new Set([...found].map((match) => match[1] ?? ''))].sort();
/** The first column of the table under a heading, or after a table's own first header. */
const column = (header: string): string[] => {
  const rows = docs.split(`| ${header} |`)[1]?.split('\n\n')[0] ?? '';
  return unique(rows.matchAll(/^\| `([^`]+?)(?:\([^)]*\))?` \|/gm));
};

describe('the manifest and the manual name what the code has', () => {
  test('attributes', () => {
    expect(names(manifest.attributes)).toEqual([...attributeNames].sort());
    expect(column('attribute')).toEqual(names(manifest.attributes));
  });

  test('events', () => {
    expect(names(manifest.events)).toEqual(unique(sources.matchAll(/^ {2}'(doorcode:[\w-]+)':/gm)));
    expect(column('event')).toEqual(names(manifest.events));
  });

  test('slots', () => {
    expect(names(manifest.slots)).toEqual(unique(widgetMarkup.matchAll(/slot \w+ name=(\w+)/g)));
    expect(column('slot')).toEqual(names(manifest.slots));
  });

  test('parts', () => {
    const classes = widgetMarkup.split('\n').map((line) => {
      const [tag, key] = line.trim().split(' ');
      return tag === 'slot' ? '' : (/ class=(\S+)/.exec(line)?.[1] ?? key ?? '');
    });
    // What only lays others out, or is not seen.
    const inner = ['', 'row', 'heard'];
    const parts = new Set(classes.flatMap((list) => list.split(',')).filter((name) => !inner.includes(name)));

    expect(names(manifest.cssParts)).toEqual([...parts].sort());
    expect(column('`::part()`')).toEqual(names(manifest.cssParts));
  });

  test('custom properties', () => {
    expect(names(manifest.cssProperties)).toEqual(unique(css.matchAll(/var\((--doorcode-[\w-]+)/g)));
    expect(column('custom property')).toEqual(names(manifest.cssProperties));
  });

  test('properties and methods', () => {
    const element = readFileSync(new URL('sign-in-element.ts', folder), 'utf8');
    const members = unique(
      element.matchAll(
        /^ {2}(?:async |override |get )?(\w+)\([\w: ]*\): (?!void \{\n {4}this\.#(?:open|close)|.*isConnected)/gm,
      ),
    );
    const own = members.filter((name) => !name.endsWith('Callback'));

    expect(names(manifest.members)).toEqual(own);
    expect(column('name')).toEqual(own);
  });
});

describe('every language', () => {
  const locales = readdirSync(new URL('locales/', folder));
  const read = (file: string) => JSON.parse(readFileSync(new URL(`locales/${file}`, folder), 'utf8')) as typeof en;
  const fields = (text: string) => unique(text.matchAll(/\{(\w+)\}/g));

  test.each(locales)('%s has all texts, with the same places to fill in', (file) => {
    const texts = read(file);

    expect(Object.keys(texts).filter((key) => !key.startsWith('wrong.'))).toEqual(
      Object.keys(en).filter((key) => !key.startsWith('wrong.')),
    );
    for (const [key, text] of Object.entries(en)) {
      if (key.startsWith('wrong.')) continue;
      expect([key, fields(texts[key as keyof typeof en])]).toEqual([key, fields(text)]);
    }
  });

  test.each(locales)('%s has a plural form for every number of tries', (file) => {
    const locale = file.replace('.json', '');
    const say = sayIn(read(file), locale, false);

    for (const count of [0, 1, 2, 3, 11]) {
      expect(say('wrong', { count })).not.toContain('wrong');
      expect(say('wrong', { count })).not.toContain('{');
    }
  });

  test.each([undefined, null])('says its own text where a page gives %s', (nothing) => {
    const messages = { title: nothing } as unknown as Record<string, string>;

    expect(sayIn({ title: 'Inloggen' }, 'nl', false, messages)('title')).toBe('Inloggen');
    expect(sayIn(messages, 'en', false)('title')).toBe(en.title);
  });

  test('lets a page change one text, and keeps an address whole where writing runs the other way', () => {
    expect(sayIn({ title: 'Welcome' }, 'en', false)('title')).toBe('Welcome');
    expect(sayIn({}, 'ar', true)('as', { name: 'ann@example.com' })).toBe('as \u2068ann@example.com\u2069');
    expect(
      sayIn({ 'wrong.one': 'a', 'wrong.other': 'b' }, 'en', false, { 'wrong.one': 'c' })('wrong', { count: 1 }),
    ).toBe('c');
    expect(sayIn({}, 'en', false)('as', { name: '{count} $& $1' })).toBe('as {count} $& $1');
  });
});
