import { request } from 'node:http';
import type { CapturedMessage } from '../../infra/local/inbox.ts';
import { codeIn } from './sign-in-codes.ts';

/** Follows the inbox's event stream, so that reading a code costs no request and no waiting. */
export const followInbox = (web: string) => {
  const codes = new Map<string, PromiseWithResolvers<string>>();
  const entry = (address: string) => {
    const found = codes.get(address) ?? Promise.withResolvers<string>();
    codes.set(address, found);
    return found;
  };
  const outgoing = request(`${web}/inbox/events`, (incoming) => {
    let rest = '';
    incoming.setEncoding('utf8');
    incoming.on('data', (chunk: string) => {
      const parts = (rest + chunk).split('\n\n');
      rest = parts.pop() ?? '';
      for (const part of parts) {
        if (!part.startsWith('data: ')) continue;
        const message = JSON.parse(part.slice(6)) as CapturedMessage;
        const code = codeIn(message);
        if (code !== '') entry(message.to).resolve(code);
      }
    });
  });
  outgoing.on('error', () => {});
  outgoing.end();
  return {
    codeFor: (address: string): Promise<string> => entry(address).promise,
    close: () => outgoing.destroy(),
  };
};
