import { describe, expect, test } from '@jest/globals';
import type { Context } from 'aws-lambda';
import { composeDeliveryEvents } from '../../../functions/compose-delivery-events.ts';
import type { Outcome } from '../../../functions/sign-in/ports.ts';
import { formatSuppression, suppressionKey } from '../../../functions/sign-in/suppression.ts';
import { recordOutput } from '../../helpers/recorded-output.ts';
import { sesEvents } from '../../helpers/ses-events.ts';
import { conversation, knownUser, parametersOf, unknownUser } from '../../helpers/sign-in-conversation.ts';
import { createSignInWorld, type SignInWorld } from '../../helpers/sign-in-world.ts';

const context = { functionName: 'doorcode-delivery-events', awsRequestId: 'request-1' } as unknown as Context;
const INDEX = Buffer.alloc(32, 9);
const DAY = 24 * 60 * 60 * 1_000;

const deliveries = (world: SignInWorld, fails = false) => {
  const { logger, metrics, lines } = recordOutput();
  const rows: Outcome[] = [];
  const handler = composeDeliveryEvents({
    indexKey: async () => INDEX,
    suppress: async (budget, until) =>
      world.store.plant({ pk: { S: suppressionKey(budget) }, note: { S: formatSuppression(until) }, v: { N: '1' } }),
    audit: {
      append: async (row) => {
        if (fails) throw new Error('the table is gone: ann@example.com');
        rows.push(row);
      },
    },
    suppressionSeconds: 30 * 24 * 60 * 60,
    logger,
    metrics,
  });
  return { take: (event: unknown) => handler(event, context), rows, lines };
};

const at = (world: SignInWorld) => new Date(world.now()).toISOString();
const ann = knownUser('ann@example.com', { phone_number: '+31612345678', phone_number_verified: 'true' });

describe('a delivery event', () => {
  test.each([
    ['delivered', 'Delivered', undefined],
    ['bounced', 'Bounced', 'permanent-no-email'],
    ['complained', 'Complained', undefined],
    ['delayed', 'DeliveryDelayed', 'mailbox-full'],
    ['rejected', 'Rejected', undefined],
  ] as const)('of the kind %s becomes one row and its metric, without the address', async (kind, metric, reason) => {
    const { take, rows, lines } = deliveries(createSignInWorld());

    await take(sesEvents('ann@example.com')[kind]());

    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      medium: 'email',
      provider: 'ses',
      messageId: 'message-1',
      challengeId: 'challenge-1',
    });
    expect(rows[0]?.reason).toBe(reason);
    expect(lines.filter((line) => line.includes(`"${metric}":1`))).toHaveLength(1);
    expect(JSON.stringify([rows, lines])).not.toContain('ann@');
  });

  test('says how long a mail took', async () => {
    const { take, rows, lines } = deliveries(createSignInWorld());

    await take(sesEvents('ann@example.com').delivered());

    expect(rows[0]).toMatchObject({ durationMs: 1_500 });
    expect(lines.some((line) => line.includes('"DeliveryLatency":1500'))).toBe(true);
  });

  test('of a kind that nobody asked for does nothing', async () => {
    const { take, rows } = deliveries(createSignInWorld());

    await take(sesEvents('ann@example.com').opened());

    expect(rows).toEqual([]);
  });

  test.each([[null], [{}], [{ source: 'aws.s3' }], [{ ...sesEvents('a@b.example').bounced(), time: 'now' }]])(
    'that is none is refused: %j',
    async (event) => {
      const { take } = deliveries(createSignInWorld());

      await expect(take(event)).rejects.toThrow(/^INTERNAL$/);
    },
  );

  test('that cannot be written down is thrown back, and says nothing of the address', async () => {
    const { take, lines } = deliveries(createSignInWorld(), true);

    await expect(take(sesEvents('ann@example.com').bounced())).rejects.toThrow(/^INTERNAL$/);

    expect(lines.join()).toContain('the table is gone');
    expect(lines.join()).not.toContain('ann@');
  });
});

describe('an address of no use', () => {
  test('makes way for another channel, and what the caller reads stays the same', async () => {
    const world = createSignInWorld({ offered: ['email', 'sms'] });
    const before = parametersOf(await conversation(createSignInWorld({ offered: ['email', 'sms'] }), ann).start());
    await deliveries(world).take(sesEvents('Ann+news@Example.com', at(world)).bounced());

    const after = parametersOf(await conversation(world, ann).start());

    expect(world.sent.map(({ medium }) => medium)).toEqual(['sms']);
    expect(after).toEqual(before);
    expect(world.audit).toContainEqual(
      expect.objectContaining({ outcome: 'withheld', medium: 'email', reason: 'suppressed' }),
    );
  });

  test('gets nothing where there is no other, and looks like a name that nobody has', async () => {
    const world = createSignInWorld();
    await deliveries(world).take(sesEvents('ann@example.com', at(world)).complained());

    const known = parametersOf(await conversation(world, knownUser('ann@example.com')).start());
    const unknown = parametersOf(await conversation(world, unknownUser('nobody@example.com')).start());

    expect(world.sent).toEqual([]);
    expect(known).toEqual(unknown);
    expect(world.audit).toContainEqual(expect.objectContaining({ outcome: 'nowhere', reason: 'suppressed' }));
  });

  test('is written to again when the time is over', async () => {
    const world = createSignInWorld();
    await deliveries(world).take(sesEvents('ann@example.com', at(world)).bounced());

    world.advance(30 * DAY - 1);
    await conversation(world, knownUser('ann@example.com')).start();
    expect(world.sent).toHaveLength(0);

    world.advance(11 * 60_000);
    await conversation(world, knownUser('ann@example.com')).start();
    expect(world.sent).toHaveLength(1);
  });

  test.each(['Transient', 'Undetermined'])('is not one whose mail bounced once: %s', async (type) => {
    const world = createSignInWorld();
    await deliveries(world).take(sesEvents('ann@example.com', at(world)).bounced(type, 'MailboxFull'));

    await conversation(world, knownUser('ann@example.com')).start();

    expect(world.sent).toHaveLength(1);
  });
});
