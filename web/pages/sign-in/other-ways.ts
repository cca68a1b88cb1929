import type { Medium } from '../../client/challenge.ts';
import { element, setText } from '../../dom.ts';
import type { Texts } from '../texts.ts';

/** The choice of another channel. It lists what the deployment offers, whatever this account has. */
export const otherWays = (texts: Texts, choose: (medium: Medium) => void) => {
  const title = element('p', { id: 'other-ways', class: 'hint' }, texts.code.otherWay);
  const buttons = element('div', { class: 'picks' });
  let shown: readonly Medium[] = [];
  const button = (medium: Medium) =>
    element('button', { type: 'button', class: 'pick', on: { click: () => choose(medium) } }, texts.channels[medium]);

  return {
    root: element('div', { class: 'ways', role: 'group', 'aria-labelledby': 'other-ways' }, title, buttons),
    /** @param waitFor the wait of a channel in words, or null where it can be asked for now */
    update(channels: readonly Medium[], waitFor: (medium: Medium) => string | null, isBusy: boolean) {
      if (channels.join() !== shown.join()) buttons.replaceChildren(...channels.map(button));
      shown = channels;
      for (const [at, medium] of channels.entries()) {
        const one = buttons.children[at];
        const wait = waitFor(medium);
        const name = texts.channels[medium];
        if (one === undefined) continue;
        setText(one, wait === null ? name : texts.code.channelIn(name, wait));
        one.setAttribute('aria-disabled', String(isBusy || wait !== null));
      }
    },
  };
};
