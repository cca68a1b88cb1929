import { describe, expect, test } from '@jest/globals';
import { challengeAnswer, tokensOf } from '../client/fake-pool.ts';
import { setUp, signedIn } from './scripted-controller.ts';

describe('a sign-out', () => {
  test('stays signing out until the pool has answered, while the session is gone', async () => {
    const revocation = Promise.withResolvers<never>();
    const { controller, client } = setUp(challengeAnswer('s1'), signedIn, revocation.promise);
    await controller.submitAddress('ann@example.com');
    await controller.submitCode('123456');
    const shown: string[] = [];
    controller.subscribe(({ screen, pending, notice, error }) =>
      shown.push([screen, pending, notice, error].join(' ')),
    );

    const signOut = controller.signOut();
    expect(client.session()).toBeNull();
    await controller.sessionEnded();
    controller.open();
    revocation.resolve({ body: {} } as never);
    await signOut;

    expect(shown).toEqual(['account sign-out  ', 'address  signed-out ']);
  });

  test('shows the one who has signed in while the sign-out was under way', async () => {
    const revocation = Promise.withResolvers<never>();
    const bas = { body: { AuthenticationResult: tokensOf('sub-2') } };
    const { controller, client } = setUp(challengeAnswer('s1'), signedIn, revocation.promise, bas);
    await controller.submitAddress('ann@example.com');
    await controller.submitCode('123456');

    const signOut = controller.signOut();
    await client.start('bas@example.com');
    revocation.resolve({ body: {} } as never);
    await signOut;

    expect(controller.state()).toMatchObject({ screen: 'account', pending: null, session: { username: 'sub-2' } });
  });

  test('a renewal that the sign-out has ended says nothing', async () => {
    const never = new Promise<never>(() => undefined);
    const { controller, client } = setUp(challengeAnswer('s1'), signedIn, never, { body: {} });
    await controller.submitAddress('ann@example.com');
    await controller.submitCode('123456');
    const errors: unknown[] = [];
    controller.subscribe(({ error }) => errors.push(error));

    const renewal = controller.refresh(() => client.refresh());
    await controller.signOut();
    await renewal;

    expect(errors).toEqual([null, null, null]);
    expect(controller.state()).toMatchObject({ screen: 'address', notice: 'signed-out' });
  });

  test('says that the session lives on elsewhere when it could not be revoked', async () => {
    const { controller } = setUp(challengeAnswer('s1'), signedIn, new TypeError('fetch failed'));
    await controller.submitAddress('ann@example.com');
    await controller.submitCode('123456');

    await controller.signOut();

    expect(controller.state()).toMatchObject({ screen: 'address', notice: 'signed-out-here' });
  });
});
