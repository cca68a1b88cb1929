import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Medium } from '../../../channels/channel.ts';
import { type LocalTables, openTables } from '../../helpers/local-tables.ts';
import { recordingTriggers } from '../../helpers/recording-triggers.ts';
import { requestMeter } from '../../helpers/request-meter.ts';
import { eventsOf, invoke, knownUser, openRound, phoneUser, unknownUser } from '../../helpers/sign-in-conversation.ts';

let tables: LocalTables;
let counted: ReturnType<typeof requestMeter>;

beforeAll(async () => {
  tables = await openTables();
  counted = requestMeter(tables.client);
});
afterAll(() => tables.close());

describe('what one sign-in asks of DynamoDB', () => {
  const all: Medium[] = ['email', 'sms', 'push'];
  let people = 0;

  test.each([
    ['by email alone', ['email'], () => knownUser(`a${++people}@example.com`), 5],
    ['of a stranger, where there is email alone', ['email'], () => unknownUser(`b${++people}@example.com`), 5],
    ['by email, of three channels', all, () => knownUser(`c${++people}@example.com`), 5],
    ['of a stranger, of three channels', all, () => unknownUser(`d${++people}@example.com`), 5],
    ['by SMS, with its budgets', all, () => phoneUser(`+3161234${5000 + ++people}`), 8],
  ] as [string, Medium[], () => ReturnType<typeof knownUser>, number][])(
    '%s, is at most so many requests in three round trips',
    async (_, order, personOf, most) => {
      const { triggers, sent } = recordingTriggers({ client: tables.client, order });
      const person = personOf();
      const events = eventsOf(person);
      const create = await counted(() => invoke(triggers.handler, events.create([])));
      expect(create.requests).toBeLessThanOrEqual(most);
      expect(create.roundTrips).toBeLessThanOrEqual(3);

      const round = openRound(create.result, []);
      const verify = await counted(() => invoke(triggers.handler, events.verify(round, sent[0]?.code ?? '000000')));
      expect(verify.result).toEqual({ answerCorrect: !person.userNotFound });
      expect(verify.requests).toBeLessThanOrEqual(3);
      expect(verify.roundTrips).toBeLessThanOrEqual(3);
    },
  );

  test('is exactly five in three by email, so that a change shows', async () => {
    const { triggers } = recordingTriggers({ client: tables.client });
    const events = eventsOf(knownUser(`e${++people}@example.com`));

    expect(await counted(() => invoke(triggers.handler, events.create([])))).toMatchObject({
      requests: 5,
      roundTrips: 3,
    });
  });
});
