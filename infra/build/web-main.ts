import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { packageRoot } from './package-root.ts';
import { emitWebTypes } from './web-types.ts';
import { buildWidget, integrityOf } from './web-widget.ts';

/** `npm run build:web`: writes widget, headless client, languages, types, manifest and integrity to `web/dist/`, and prints what they weigh. */
const dist = `${packageRoot}/web/dist/`;
const { version } = JSON.parse(await readFile(`${packageRoot}/package.json`, 'utf8')) as { readonly version: string };

const files = new Map(await buildWidget());
// The same bytes under a name that changes with the version: integrity needs a file that stays what it is.
for (const name of ['doorcode', 'client']) {
  const body = files.get(`${name}.js`);
  if (body !== undefined) files.set(`${name}-${version}.js`, body);
}
const integrity = Object.fromEntries([...files].map(([name, body]) => [name, integrityOf(body)]));

await rm(dist, { recursive: true, force: true });
for (const [name, body] of files) {
  await mkdir(dirname(dist + name), { recursive: true });
  await writeFile(dist + name, body);
}
await writeFile(`${dist}integrity.json`, `${JSON.stringify(integrity, null, 2)}\n`);
await writeFile(`${dist}custom-elements.json`, await readFile(`${packageRoot}/web/widget/custom-elements.json`));

await emitWebTypes(['web/widget/define.ts', 'web/client/entry.ts', 'web/widget/css.d.ts'], 'web/dist/types');
await writeFile(`${dist}doorcode.d.ts`, "export * from './types/widget/define.ts';\n");
await writeFile(`${dist}client.d.ts`, "export * from './types/client/entry.ts';\n");

const kilobytes = (bytes: number) => (bytes / 1_000).toFixed(2).padStart(8);
console.log('file                       KB      gz      br');
for (const [name, body] of files) {
  const sizes = [body.length, gzipSync(body, { level: 9 }).length, brotliCompressSync(body).length];
  console.log(`${name.padEnd(24)}${sizes.map(kilobytes).join('')}`);
}
