import { openTables } from '../helpers/local-tables.ts';
import { recordingTriggers } from '../helpers/recording-triggers.ts';
import { requestMeter } from '../helpers/request-meter.ts';
import { eventsOf, invoke, knownUser, openRound } from '../helpers/sign-in-conversation.ts';

export type RequestCounts = {
  readonly createRequests: number;
  readonly createRoundTrips: number;
  readonly verifyRequests: number;
  readonly verifyRoundTrips: number;
};

/** Counts what one undisturbed sign-in by email asks of DynamoDB, over the real client and a running engine. */
export const countRequests = async (): Promise<RequestCounts> => {
  const { client, close } = await openTables();
  const counted = requestMeter(client);
  const { triggers, sent } = recordingTriggers({ client });
  const events = eventsOf(knownUser('bench@example.com'));

  const create = await counted(() => invoke(triggers.handler, events.create([])));
  const answer = events.verify(openRound(create.result, []), sent[0]?.code);
  const verify = await counted(() => invoke(triggers.handler, answer));
  await close();
  if (verify.result.answerCorrect !== true) throw new Error('the sign-in that was counted came to nothing');
  return {
    createRequests: create.requests,
    createRoundTrips: create.roundTrips,
    verifyRequests: verify.requests,
    verifyRoundTrips: verify.roundTrips,
  };
};
