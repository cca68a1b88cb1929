/** This program's only look at the process environment. */
export const environment: Readonly<Record<string, string | undefined>> = process.env;
