import type { Medium } from '../../client/challenge.ts';
import { element, setText } from '../dom.ts';
import type { Texts } from '../texts.ts';

/** The choice of another channel. It lists what the deployment offers, whatever this account has. */
export const otherWays = (texts: Texts, choose: (medium: Medium) => void) => {
  const title = element('p', { id: 'other-ways', class: 'hint' });
  const buttons = element('div', { class: 'picks' });
  let shown: readonly Medium[] = [];
  const button = (medium: Medium) =>
    element('button', { type: 'button', class: 'pick', on: { click: () => choose(medium) } }, texts.channels[medium]);

  return {
    root: element('div', { class: 'ways', role: 'group', 'aria-labelledby': 'other-ways' }, title, buttons),
    update(channels: readonly Medium[], titleText: string, isDisabled: boolean) {
      if (channels.join() !== shown.join()) buttons.replaceChildren(...channels.map(button));
      shown = channels;
      setText(title, titleText);
      for (const one of buttons.children) one.setAttribute('aria-disabled', String(isDisabled));
    },
  };
};
