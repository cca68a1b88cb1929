import { Hono } from 'hono';
import * as v from 'valibot';
import type { Deadline } from '../sign-in/ports.ts';
import { addressesOf, CHANNEL_ATTRIBUTE } from '../sign-in/routing.ts';
import { AccountError } from './account-error.ts';
import type { AccountDependencies } from './dependencies.ts';
import { readDevices, registerDevice, removeDevice } from './devices.ts';
import type { Member } from './member.ts';
import { finishProof, startProof } from './prove-address.ts';

/** What an access token says after its signature, issuer, client and time were checked. */
export type TokenClaims = {
  readonly sub: string;
  readonly clientId: string;
  /** ms since the epoch. */
  readonly signedInAt: number;
};

export type AccountRoutesOptions = {
  readonly deps: AccountDependencies;
  readonly userPoolId: string;
  /** @throws where the token is not one of this pool's */
  readonly verifyToken: (token: string) => Promise<TokenClaims>;
};

type Env = { Bindings: { deadline: Deadline }; Variables: { deadline: Deadline; member: Member } };

const text = (max: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(max));
const platform = v.picklist(['apns', 'apns-sandbox', 'fcm']);
/** Without the characters that draw nothing: the name is shown back to its owner. */
const deviceName = v.pipe(text(60), v.regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+$/u));
const deviceToken = v.pipe(text(4_096), v.regex(/^[\x21-\x7e]+$/));
const channel = v.nullable(v.picklist(['email', 'sms', 'push']));

const schemas = {
  start: v.object({ address: text(320) }),
  confirm: v.object({ address: text(320), challenge: text(64), code: text(64) }),
  channel: v.object({ channel }),
  device: v.object({ token: deviceToken, platform, name: deviceName }),
};

/** Cognito's own limit of an attribute is longer; nothing here needs more. */
const MAX_BODY_CHARACTERS = 16_384;

/**
 * The account API of a signed-in person: addresses, preferred channel, devices. Every answer is JSON; a refusal is
 * `{error: CODE}` with the status of `accountErrors`.
 */
export const accountRoutes = ({ deps, userPoolId, verifyToken }: AccountRoutesOptions) => {
  const view = async (member: Member, deadline: Deadline) => {
    const { attributes } = await refreshed(member, deadline);
    const preferred = attributes[CHANNEL_ATTRIBUTE] ?? '';
    return {
      addresses: addressesOf(attributes).map(({ medium, deliverable: value, isVerified: verified }) => ({
        medium,
        value,
        verified,
      })),
      channel: deps.disclosure.offered.find((medium) => medium === preferred) ?? null,
      channels: deps.disclosure.offered,
      devices: (await readDevices(deps, member, deadline)).map((device) => ({
        id: device.id,
        platform: device.platform,
        name: device.name,
        registeredAt: new Date(device.registeredAt).toISOString(),
        lastSeenAt: new Date(device.lastSeenAt).toISOString(),
      })),
    };
  };
  const tokens = new WeakMap<Member, string>();
  const refreshed = async (member: Member, deadline: Deadline): Promise<Member> => {
    const found = await deps.directory.find(tokens.get(member) ?? '', deadline);
    return { ...member, attributes: found.attributes };
  };
  const authenticate = async (header: string | undefined, deadline: Deadline): Promise<Member> => {
    const token = /^Bearer ([\w.=-]{20,8192})$/.exec(header ?? '')?.[1];
    if (token === undefined) throw new AccountError('UNAUTHORIZED');
    const claims = await verifyToken(token).catch((cause: unknown) => {
      throw new AccountError('UNAUTHORIZED', {}, { cause });
    });
    if (deps.clientIds !== null && !deps.clientIds.has(claims.clientId)) throw new AccountError('UNAUTHORIZED');
    const { userName, attributes } = await deps.directory.find(token, deadline);
    const member = { ...claims, userPoolId, userName, attributes };
    tokens.set(member, token);
    return member;
  };

  const app = new Hono<Env>();
  app.use('/account/*', async (context, next) => {
    context.set('deadline', context.env.deadline);
    context.set('member', await authenticate(context.req.header('authorization'), context.env.deadline));
    context.header('cache-control', 'no-store');
    return next();
  });
  app.get('/account', async (context) => {
    const { member, deadline } = context.var;
    return context.json(await view(member, deadline));
  });
  app.post('/account/addresses', async (context) => {
    const { member, deadline } = context.var;
    const { address } = await bodyOf(context.req, schemas.start, 'INVALID_REQUEST');
    return context.json(await startProof(deps, member, address, deadline), 202);
  });
  app.post('/account/addresses/confirm', async (context) => {
    const { member, deadline } = context.var;
    await finishProof(deps, member, await bodyOf(context.req, schemas.confirm, 'INVALID_REQUEST'), deadline);
    return context.json(await view(member, deadline));
  });
  app.put('/account/channel', async (context) => {
    const { member, deadline } = context.var;
    const { channel: wanted } = await bodyOf(context.req, schemas.channel, 'CHANNEL_NOT_OFFERED');
    if (wanted !== null && !deps.disclosure.offered.includes(wanted)) throw new AccountError('CHANNEL_NOT_OFFERED');
    await deps.directory.set(member, { [CHANNEL_ATTRIBUTE]: wanted ?? '' }, deadline);
    return context.json(await view(member, deadline));
  });
  app.put('/account/devices', async (context) => {
    const { member, deadline } = context.var;
    await registerDevice(deps, member, await bodyOf(context.req, schemas.device, 'INVALID_DEVICE'), deadline);
    return context.json(await view(member, deadline));
  });
  app.delete('/account/devices/:id', async (context) => {
    const { member, deadline } = context.var;
    await removeDevice(deps, member, context.req.param('id'), deadline);
    return context.json(await view(member, deadline));
  });
  app.notFound(() => {
    throw new AccountError('NOT_FOUND');
  });
  return app;
};

const bodyOf = async <Schema extends v.GenericSchema>(
  request: { text(): Promise<string> },
  schema: Schema,
  code: 'INVALID_REQUEST' | 'CHANNEL_NOT_OFFERED' | 'INVALID_DEVICE',
): Promise<v.InferOutput<Schema>> => {
  const body = await request.text();
  if (body.length > MAX_BODY_CHARACTERS) throw new AccountError('INVALID_REQUEST');
  let input: unknown;
  try {
    input = JSON.parse(body);
  } catch (cause) {
    throw new AccountError('INVALID_REQUEST', {}, { cause });
  }
  const result = v.safeParse(schema, input);
  if (!result.success) throw new AccountError(code);
  return result.output;
};
