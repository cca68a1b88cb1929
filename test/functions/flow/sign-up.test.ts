import { describe, expect, test } from '@jest/globals';
import {
  conversation,
  eventsOf,
  invoke,
  knownUser,
  parametersOf,
  unknownUser,
} from '../../helpers/sign-in-conversation.ts';
import { createSignInWorld, type SignInWorld, type WorldOptions } from '../../helpers/sign-in-world.ts';

const DEFAULTS = { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false };

const signUp = (
  world: SignInWorld,
  attributes: Record<string, string>,
  { source = 'PreSignUp_SignUp', clientId = 'client', userName = '00000000-0000-4000-8000-00000000000f' } = {},
) =>
  invoke(
    world.triggers.handler,
    eventsOf({ userName, attributes, userNotFound: false }, clientId).event(source, { validationData: null }, DEFAULTS),
  );
const worldOf = (overrides: NonNullable<WorldOptions['overrides']> = {}) => createSignInWorld({ overrides });

describe('a sign-up', () => {
  test('is confirmed, never verified, and sends nothing', async () => {
    const world = worldOf();

    expect(await signUp(world, { email: 'new@example.com' })).toEqual({ ...DEFAULTS, autoConfirmUser: true });
    expect(world.sent).toEqual([]);
    expect(world.audit.map(({ outcome }) => outcome)).toEqual(['signed-up']);
  });

  test.each([
    ['no address', {}, 'INVALID_ADDRESS'],
    ['two addresses', { email: 'new@example.com', phone_number: '+31612345678' }, 'INVALID_ADDRESS'],
    ['a phone alone', { phone_number: '+31612345678' }, 'ADDRESS_NOT_SUPPORTED'],
    ['a malformed address', { email: 'new@' }, 'INVALID_ADDRESS'],
    ['a list of addresses', { email: 'new@example.com,eve@evil.example' }, 'INVALID_ADDRESS'],
    ['a mixed-script address', { email: 'new@exаmple.com' }, 'INVALID_ADDRESS'],
    ['an IP literal', { email: 'new@[127.0.0.1]' }, 'INVALID_ADDRESS'],
    ['an empty address', { email: '' }, 'INVALID_ADDRESS'],
  ])('with %s is refused, with one row of it', async (_, attributes, code) => {
    const world = worldOf();

    await expect(signUp(world, attributes)).rejects.toThrow(new RegExp(`^${code}$`));
    expect(world.audit).toMatchObject([{ outcome: 'sign-up-refused', reason: code }]);
  });

  test('takes the address from the user name where it is nowhere else', async () => {
    const world = worldOf();

    await expect(signUp(world, {}, { userName: 'new@example.com' })).resolves.toMatchObject({ autoConfirmUser: true });
  });

  test.each([
    ['off', 'new@example.com', 'SIGN_UP_CLOSED'],
    [{ domains: ['example.com'] }, 'new@other.example', 'ADDRESS_NOT_SUPPORTED'],
    [{ domains: ['example.com'] }, 'new@sub.example.com', 'ADDRESS_NOT_SUPPORTED'],
    [{ domains: ['example.com'] }, 'new@example.com.evil.example', 'ADDRESS_NOT_SUPPORTED'],
  ] as const)('under the policy %j is refused to %s', async (policy, email, code) => {
    await expect(signUp(worldOf({ signUp: policy }), { email })).rejects.toThrow(new RegExp(`^${code}$`));
  });

  test('under a list of domains is open to theirs', async () => {
    const world = worldOf({ signUp: { domains: ['example.com'] } });

    await expect(signUp(world, { email: 'New@EXAMPLE.com' })).resolves.toMatchObject({ autoConfirmUser: true });
  });

  test('draws on the budget of its mailbox, whatever the tag', async () => {
    const world = worldOf();
    for (let times = 0; times < 6; times += 1) await signUp(world, { email: `new+${times}@example.com` });

    await expect(signUp(world, { email: 'new@example.com' })).rejects.toThrow(/^TRY_LATER$/);
    expect(world.audit.at(-1)).toMatchObject({ outcome: 'sign-up-refused', reason: 'destination-sends' });
    world.advance(3_600_000);
    await expect(signUp(world, { email: 'new@example.com' })).resolves.toMatchObject({ autoConfirmUser: true });
  });

  test('is counted exactly once for each of fifty at once, within the budget', async () => {
    const world = worldOf();

    const verdicts = await Promise.allSettled(
      Array.from({ length: 50 }, () => signUp(world, { email: 'new@example.com' })),
    );
    expect(verdicts.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(6);
    for (const verdict of verdicts) {
      if (verdict.status === 'rejected') expect(verdict.reason.message).toBe('TRY_LATER');
    }
  });
});

describe("somebody else's users", () => {
  test.each([
    ['created by an administrator', { source: 'PreSignUp_AdminCreateUser' }],
    ['federated', { source: 'PreSignUp_ExternalProvider' }],
    ['of a client that is not ours', { clientId: 'foreign' }],
  ])('%s pass unchanged and untouched', async (_, options) => {
    const world = worldOf({ signUp: 'off' });

    expect(await signUp(world, { email: 'not an address' }, options)).toEqual(DEFAULTS);
    expect(world.calls).toEqual([]);
    expect(world.audit).toEqual([]);
  });

  test('are refused a sign-in by a client that is not ours, and their sign-ins are not written down', async () => {
    const world = worldOf();
    const events = eventsOf(knownUser('ann@example.com'), 'foreign');
    const round = {
      kind: 'challenge' as const,
      parameters: {},
      privateParameters: { challenge: 'x' },
      metadata: '',
      rounds: [],
    };

    expect(await invoke(world.triggers.handler, events.define([]))).toMatchObject({
      failAuthentication: true,
      issueTokens: false,
    });
    await expect(invoke(world.triggers.handler, events.create([]))).rejects.toThrow(/^FOREIGN_CLIENT$/);
    await expect(invoke(world.triggers.handler, events.verify(round, '1'))).rejects.toThrow(/^FOREIGN_CLIENT$/);
    await expect(invoke(world.triggers.handler, events.postAuthentication())).resolves.toEqual({});
    expect(world.calls).toEqual([]);
  });

  test('of every client are ours where the list is null, said explicitly', async () => {
    const world = worldOf({ clientIds: null });

    await expect(signUp(world, { email: 'new@example.com' }, { clientId: 'any' })).resolves.toMatchObject({
      autoConfirmUser: true,
    });
  });

  test('trigger nothing by a source that is not ours', async () => {
    const world = worldOf();
    const event = eventsOf(knownUser('ann@example.com')).event('PostConfirmation_ConfirmSignUp', {}, { any: 'thing' });

    expect(await invoke(world.triggers.handler, event)).toEqual({ any: 'thing' });
    expect(world.calls).toEqual([]);
  });

  test('of any number of +tags neither uses up the codes of the mailbox nor shows that it has an owner', async () => {
    const world = worldOf();
    const owner = conversation(world, knownUser('owner@example.com'));
    const nobody = conversation(world, unknownUser('nobody@example.com'));
    for (const name of ['owner', 'nobody']) {
      for (let tag = 0; tag < 6; tag += 1) await signUp(world, { email: `${name}+${tag}@example.com` });
      await expect(signUp(world, { email: `${name}+more@example.com` })).rejects.toThrow(/^TRY_LATER$/);
    }

    const [seenByOwner, seenByNobody] = [parametersOf(await owner.start()), parametersOf(await nobody.start())];

    expect(seenByOwner).toEqual(seenByNobody);
    expect(seenByOwner).toMatchObject({ step: 'code', reason: 'sent' });
    expect(world.sent.map(({ destination }) => destination)).toEqual(['owner@example.com']);
  });
});
