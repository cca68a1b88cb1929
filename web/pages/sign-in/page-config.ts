/** What the page has to know of the stack that serves it. */
export type PageConfig = {
  /** The user pool's URL. */
  readonly cognito: string;
  readonly clientId: string;
  /** People to sign in as, and the channel that each prefers. */
  readonly users: readonly { readonly username: string; readonly channel?: string }[];
};

/** Asks the server for the page's configuration. @throws {Error} where it is unreachable or answers something else */
export const readConfig = async (): Promise<PageConfig> => {
  const response = await fetch('/config.json', { signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new Error(`/config.json answered ${response.status}`);
  const { cognito, clientId, users } = (await response.json()) as Partial<PageConfig>;
  if (typeof cognito !== 'string' || typeof clientId !== 'string') {
    throw new Error('/config.json lacks cognito or clientId');
  }
  return { cognito, clientId, users: Array.isArray(users) ? users : [] };
};
