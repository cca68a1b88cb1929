import { extname } from 'node:path';

/** How people call what messages speak of. */
export type Commands = {
  /** The operator's command. */
  readonly doorcode: string;
  readonly deploy: string;
  /** What brings built functions back that are missing, and what brings the widget's files back. */
  readonly build: string;
  readonly buildWeb: string;
  /** What starts a local stack. */
  readonly startLocal: string;
};

/** In a clone of the repository, where every command is a script of its `package.json`. */
const ofRepository: Commands = {
  doorcode: 'npm run doorcode --',
  deploy: 'npm run deploy',
  build: 'npm run build',
  buildWeb: 'npm run build:web',
  startLocal: 'npm start',
};

const INSTALL = 'npm install doorcode';

/** In an app that installed the package, whose `package.json` has no script of ours. */
const ofPackage: Commands = {
  doorcode: 'npx doorcode',
  deploy: 'npx cdk deploy',
  build: INSTALL,
  buildWeb: INSTALL,
  startLocal: 'npm start in a clone of the Doorcode repository',
};

/** @param module the address of a module of ours: a source in the repository, built in the package */
export const commandsOf = (module: string): Commands => (extname(module) === '.ts' ? ofRepository : ofPackage);

/** How this program's commands are called where it runs. */
export const commands = commandsOf(import.meta.url);
