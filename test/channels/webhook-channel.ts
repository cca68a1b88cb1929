import { createHmac } from 'node:crypto';
import { type Channel, ChannelError, type ChannelErrorCode, type Receipt } from '../../channels/channel.ts';
import { type SmsOptions, smsRenderer } from '../../channels/messages/sms.ts';

const PROVIDER = 'webhook';

/** Milliseconds for one call, from its start to the last byte of the answer. */
const TIMEOUT_MS = 1_500;

export type WebhookOptions = SmsOptions & {
  /** Where messages are posted: https, or http on this machine. */
  readonly url: string;
  /** Signs each request, at least 32 characters: the gateway knows by it that the message is ours. */
  readonly secret: string;
  /** Milliseconds since the epoch, for the signature. @default Date.now */
  readonly clock?: () => number;
};

/**
 * Hands text messages to a gateway of your own: a signed POST of `{to, text}`, answered with `{"id": "..."}`.
 * @throws {TypeError} for options that could not be used, naming the option, its value and the cure
 */
export const webhookChannel = ({ url, secret, clock = Date.now, ...sms }: WebhookOptions): Channel => {
  checkUrl(url);
  if (secret.length < 32) throw new TypeError(`secret has ${secret.length} characters: it must have 32 at least`);
  const render = smsRenderer(sms);

  const post = async (to: string, text: string, signal: AbortSignal): Promise<Receipt> => {
    const body = JSON.stringify({ to, text });
    const time = String(Math.floor(clock() / 1_000));
    const signature = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
    const headers = { 'content-type': 'application/json', 'x-signature': `t=${time},v1=${signature}` };
    const within = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
    try {
      // A redirect would carry the code to a place that nobody configured.
      const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal: within });
      const answer = await response.text();
      if (!response.ok) throw refusal(response.status);
      return receipt(answer);
    } catch (cause) {
      throw cause instanceof ChannelError ? cause : explain(cause, within);
    }
  };

  return {
    provider: PROVIDER,
    media: ['sms'],
    async send(message, { signal }) {
      checkRecipient(message.medium, message.destination);
      return post(message.destination, render.code(message), signal);
    },
    async notify(notice, { signal }) {
      checkRecipient(notice.medium, notice.destination);
      return post(notice.destination, render.notice(notice), signal);
    },
  };
};

const checkUrl = (text: string): void => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && url.hostname === '127.0.0.1')) return;
  throw new TypeError(
    `url is ${JSON.stringify(text)}: it must begin with https://, so that no code travels in the open`,
  );
};

/** Exactly one number, or nobody: what the gateway would make of anything else is not ours to guess. */
const checkRecipient = (medium: string, destination: string): void => {
  if (medium !== 'sms') throw failed('misconfigured', false);
  if (!/^\+[1-9][0-9]{6,14}$/.test(destination)) throw failed('rejected', false);
};

const failed = (code: ChannelErrorCode, retryable: boolean, cause?: unknown): ChannelError =>
  new ChannelError(code, PROVIDER, { retryable, cause });

/** What a status of the gateway means. Its text may hold the number, so it goes into no error. */
const refusal = (status: number): ChannelError => {
  const cause = new Error(`the gateway answered ${status}`);
  if (status === 429) return failed('throttled', true, cause);
  if (status >= 500) return failed('unavailable', true, cause);
  if (status === 410) return failed('destination-gone', false, cause);
  if (status === 400 || status === 422) return failed('rejected', false, cause);
  // A redirect, a missing page, a wrong secret: nothing that another try would mend.
  return failed('misconfigured', false, cause);
};

/** A success that cannot be read was probably a success: it is not tried again. */
const receipt = (answer: string): Receipt => {
  try {
    const { id } = JSON.parse(answer) as { readonly id?: unknown };
    return typeof id === 'string' ? { provider: PROVIDER, messageId: id } : { provider: PROVIDER };
  } catch (cause) {
    throw failed('unavailable', false, cause);
  }
};

/** What went wrong below HTTP: no time left, or no connection. Then a second try costs a duplicate at most. */
const explain = (cause: unknown, within: AbortSignal): ChannelError =>
  within.aborted ? failed('timeout', false, cause) : failed('unavailable', true, cause);
