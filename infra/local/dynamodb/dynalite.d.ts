declare module 'dynalite' {
  import type { Server } from 'node:http';

  const dynalite: (options?: {
    readonly createTableMs?: number;
    readonly deleteTableMs?: number;
    readonly updateTableMs?: number;
  }) => Server;
  // biome-ignore lint/style/noDefaultExport: describes the shape of somebody else's package
  export default dynalite;
}
