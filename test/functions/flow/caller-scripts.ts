import type { conversation, Step } from '../../helpers/sign-in-conversation.ts';
import type { SignInWorld } from '../../helpers/sign-in-world.ts';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const WRONG = '000000';

/** What somebody does at one deployment, and every step they get to see. */
export type Script = (client: ReturnType<typeof conversation>, world: SignInWorld) => Promise<Step[]>;

/** Sessions as somebody plays them who wants to know whether an account is there, whatever the channels. */
export const callerScripts = {
  'two starts': async (client, world) => {
    const first = await client.start();
    world.advance(3 * SECOND);
    return [first, await client.start()];
  },
  'three wrong answers': async (client) => {
    const steps = [await client.start()];
    for (let tries = 0; tries < 3; tries += 1) steps.push(await client.answer(steps.at(-1) as Step, WRONG));
    return steps;
  },
  'malformed answers': async (client) => {
    const steps = [await client.start()];
    for (const text of ['', 'x', '1'.repeat(10_000)]) steps.push(await client.answer(steps.at(-1) as Step, text));
    return steps;
  },
  resends: async (client, world) => {
    const steps = [await client.start()];
    for (const seconds of [5, 30, 200, 400]) {
      world.advance(seconds * SECOND);
      steps.push(await client.resend(steps.at(-1) as Step));
    }
    return steps;
  },
  'an expired answer': async (client, world) => {
    const first = await client.start();
    world.advance(11 * MINUTE);
    return [first, await client.answer(first, WRONG)];
  },
  'a code spent by others': async (client) => {
    const mine = await client.start();
    const steps = [mine];
    for (let tries = 0; tries < 3; tries += 1) {
      steps.push(await client.answer(tries === 0 ? mine : (steps.at(-1) as Step), WRONG));
    }
    return [...steps, await client.answer(mine, WRONG), await client.start()];
  },
  'too many failures': async (client, world) => {
    const steps: Step[] = [];
    for (let codes = 0; codes < 5; codes += 1) {
      let step = await client.start();
      steps.push(step);
      for (let tries = 0; tries < 3 && step.kind === 'challenge'; tries += 1) {
        step = await client.answer(step, WRONG);
        steps.push(step);
      }
      world.advance(3 * MINUTE);
    }
    return steps;
  },
} satisfies Record<string, Script>;
