import type { State } from '../sign-in/state.ts';
import type { EventName, WidgetEvents } from './events.ts';

/** An event to be: its name after `doorcode:`, and its detail. */
export type News = { [Name in EventName]: readonly [name: Name, detail: WidgetEvents[`doorcode:${Name}`]] }[EventName];

const sessionOf = (state: State) => (state.screen === 'account' ? state.session : null);

/** What a page is told when `before` becomes `state`, in order, but for the name of the state. */
export const newsOf = (state: State, before: State): readonly News[] => {
  const news: News[] = [];
  if (state === before) return news;
  const { notice, error } = state;
  const wasPending = before.pending !== null;
  const session = sessionOf(state);
  const last = sessionOf(before);
  if (session && session.username !== last?.username) news.push(['signed-in', { session, isNew: wasPending }]);
  if (last && !session) {
    news.push(['signed-out', { by: notice ? 'person' : 'elsewhere', revoked: notice === 'signed-out' }]);
  }
  if (state.screen === 'code' && wasPending && !state.pending && !error) {
    const { challenge } = state;
    if (challenge.step === 'code' && challenge.reason !== 'wrong') news.push(['code-sent', { challenge }]);
  }
  if (error) news.push(['error', { code: error }]);
  return news;
};
