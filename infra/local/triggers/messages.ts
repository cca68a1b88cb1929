/** What the runner gives a sandbox when it starts it. */
export type SandboxData = { readonly module: string; readonly env: Readonly<Record<string, string>> };

/** One invocation. The event travels as JSON text, as it does to Lambda. */
export type InvocationRequest = {
  readonly id: number;
  readonly event: string;
  readonly requestId: string;
  readonly limitMs: number;
};

/** What a sandbox says to its runner. */
export type SandboxMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'start-failed'; readonly message: string; readonly stack: string }
  | { readonly kind: 'result'; readonly id: number; readonly result: string }
  | { readonly kind: 'error'; readonly id: number; readonly message: string }
  | { readonly kind: 'unserializable'; readonly id: number; readonly message: string };
