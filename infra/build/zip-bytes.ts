import { deflateRawSync } from 'node:zlib';

export type ZipEntry = { readonly name: string; readonly contents: Uint8Array };

/** A local header, a central one and the archive's end, without the names. Source: PKWARE APPNOTE 6.3.10, §4.3 */
const LOCAL_HEADER = 30;
const CENTRAL_HEADER = 46;
const END = 22;

/** The bytes of a zip archive of these files, each deflated as well as zlib can. */
export const zipBytes = (entries: readonly ZipEntry[]): number =>
  entries.reduce((sum, { name, contents }) => {
    const names = 2 * Buffer.byteLength(name);
    return sum + deflateRawSync(contents, { level: 9 }).length + LOCAL_HEADER + CENTRAL_HEADER + names;
  }, END);
