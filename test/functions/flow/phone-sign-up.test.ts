import { describe, expect, test } from '@jest/globals';
import { conversation, eventsOf, invoke, phoneUser } from '../../helpers/sign-in-conversation.ts';
import { createSignInWorld, type SignInWorld, type WorldOptions } from '../../helpers/sign-in-world.ts';

const DEFAULTS = { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false };
const PHONE = '+31612345678';

const signUp = (
  world: SignInWorld,
  attributes: Record<string, string>,
  userName = '00000000-0000-4000-8000-0000000000f0',
) =>
  invoke(
    world.triggers.handler,
    eventsOf({ userName, attributes, userNotFound: false }).event(
      'PreSignUp_SignUp',
      { validationData: null },
      DEFAULTS,
    ),
  );
const worldOf = (more: WorldOptions = {}) => createSignInWorld({ offered: ['email', 'sms'], ...more });

describe('a sign-up by phone number', () => {
  test.each([
    ['in the attribute', { phone_number: PHONE }, undefined],
    ['in the attribute, as people write it', { phone_number: '+31 6 1234 5678' }, undefined],
    ['as the user name', {}, PHONE],
  ])('alone, %s, is confirmed, never verified, and sends nothing', async (_, attributes, userName) => {
    const world = worldOf();

    expect(await signUp(world, attributes, userName)).toEqual({ ...DEFAULTS, autoConfirmUser: true });
    expect(world.sent).toEqual([]);
    expect(world.counters.keys()).toEqual([]);
    expect(world.audit.map(({ outcome }) => outcome)).toEqual(['signed-up']);
  });

  test('ends in a sign-in by SMS that proves the number', async () => {
    const world = worldOf();
    await signUp(world, { phone_number: PHONE });
    const user = phoneUser(PHONE, { phone_number_verified: 'false' });
    const client = conversation(world, user);

    expect(await client.answer(await client.start(), client.code())).toEqual({ kind: 'tokens' });
    expect(world.sent.map(({ medium, destination }) => [medium, destination])).toEqual([['sms', PHONE]]);
    expect(world.marked).toEqual([{ userName: user.userName, attributes: ['phone_number_verified'] }]);
  });

  test.each([
    ['a landline', '+31201234567', 'INVALID_ADDRESS'],
    ['a toll-free number', '+318001234', 'INVALID_ADDRESS'],
    ['a premium number', '+31909123456', 'INVALID_ADDRESS'],
    ['a national number', '0612345678', 'INVALID_ADDRESS'],
    ['two numbers', `${PHONE},+31612345679`, 'INVALID_ADDRESS'],
    ['an empty number', '', 'INVALID_ADDRESS'],
    ['a number from outside the list', '+4915112345678', 'ADDRESS_NOT_SUPPORTED'],
  ])('with %s is refused, with one row of it', async (_, phone_number, code) => {
    const world = worldOf();

    await expect(signUp(world, { phone_number })).rejects.toThrow(new RegExp(`^${code}$`));
    expect(world.audit).toMatchObject([{ outcome: 'sign-up-refused', reason: code }]);
  });

  test.each([
    ['beside an email', worldOf(), { phone_number: PHONE, email: 'ann@example.com' }, 'INVALID_ADDRESS'],
    ['where there is no SMS', createSignInWorld(), { phone_number: PHONE }, 'ADDRESS_NOT_SUPPORTED'],
    ['where no country is listed', worldOf({ countries: [] }), { phone_number: PHONE }, 'ADDRESS_NOT_SUPPORTED'],
    [
      'where sign-up is for some domains',
      worldOf({ overrides: { signUp: { domains: ['example.com'] } } }),
      { phone_number: PHONE },
      'ADDRESS_NOT_SUPPORTED',
    ],
    ['where sign-up is off', worldOf({ overrides: { signUp: 'off' } }), { phone_number: PHONE }, 'SIGN_UP_CLOSED'],
    [
      'by email where there is SMS alone',
      createSignInWorld({ offered: ['sms'] }),
      { email: 'ann@example.com' },
      'ADDRESS_NOT_SUPPORTED',
    ],
  ] as const)('%s is refused', async (_, world, attributes, code) => {
    await expect(signUp(world, attributes)).rejects.toThrow(new RegExp(`^${code}$`));
  });

  test('draws on the budget of its number, in whatever spelling', async () => {
    const world = worldOf();
    for (const spelling of [PHONE, '+31 6 12345678', '+31-612-345-678'])
      await signUp(world, { phone_number: spelling });

    await expect(signUp(world, { phone_number: '+31 (6) 12345678' })).rejects.toThrow(/^TRY_LATER$/);
    world.advance(15 * 60_000);
    await expect(signUp(world, { phone_number: PHONE })).resolves.toMatchObject({ autoConfirmUser: true });
  });
});
