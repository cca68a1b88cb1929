/** Markdown without its code blocks: what is in them is code, not claims. */
const withoutCode = (markdown: string): string => markdown.replace(/^(```|~~~)[\s\S]*?^\1/gm, '');

/** Targets of the links and pictures of a page. */
export const linksOf = (markdown: string): readonly string[] =>
  [...withoutCode(markdown).matchAll(/\]\(([^()\s]+)\)/g)].flatMap(([, target]) => target ?? []);

/** Every text in single backticks. */
export const backticks = (markdown: string): readonly string[] =>
  [...withoutCode(markdown).matchAll(/`([^`\n]+)`/g)].flatMap(([, text]) => text ?? []);

/** The anchors of a page's headings, as GitHub makes them. */
export const anchorsOf = (markdown: string): readonly string[] =>
  [...withoutCode(markdown).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

/** The rows of every table of a page: trimmed cells, heads and rules left out. */
export const tableRows = (markdown: string): readonly (readonly string[])[] => {
  const lines = withoutCode(markdown).split('\n');
  return lines.flatMap((line, at) => {
    const isHead = /^\|[\s:|-]+\|$/.test(lines[at + 1] ?? '');
    if (!line.startsWith('|') || isHead || /^\|[\s:|-]+\|$/.test(line)) return [];
    return [
      line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim()),
    ];
  });
};

/** The rows of the tables under one heading, up to the next heading of any level. */
export const rowsUnder = (markdown: string, heading: string): readonly (readonly string[])[] => {
  const lines = markdown.split('\n');
  const start = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, '') === heading);
  if (start === -1) throw new Error(`there is no heading ${JSON.stringify(heading)}`);
  const length = lines.slice(start + 1).findIndex((line) => /^#+ /.test(line));
  return tableRows(lines.slice(start + 1, length === -1 ? undefined : start + 1 + length).join('\n'));
};

/** The text of a cell that is one piece of code, else undefined. */
export const codeOf = (cell: string | undefined): string | undefined => /^`([^`]+)`$/.exec(cell ?? '')?.[1];

/** The JSON samples under one heading, up to the next heading of any level. */
export const samplesUnder = (markdown: string, heading: string): readonly Readonly<Record<string, unknown>>[] => {
  const section = new RegExp(`^#+ ${heading}$([\\s\\S]*?)(?:^#|(?![\\s\\S]))`, 'm').exec(markdown)?.[1] ?? '';
  return [...section.matchAll(/```json\n([\s\S]*?)```/g)].map(([, json = '']) => JSON.parse(json));
};
