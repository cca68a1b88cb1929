import { isMedium, type Medium } from '../../../client/challenge.ts';
import { element, setText } from '../../../dom.ts';
import { pageForm, submitButton } from '../controls.ts';
import { type ProfileState, usable } from './profile-state.ts';
import { sectionMessage } from './profile-wording.ts';
import { type Section, type SectionContext, sectionFrame } from './section.ts';

/** The choice of the channel that codes come by. Saved by a button: arrow keys move through the choices. */
export const channelSection = ({ profile, texts, locale }: SectionContext): Section => {
  const say = texts.channel;
  const { root, title, intro, message, body } = sectionFrame('channel', say.title, say.intro);
  const choices = element('div', { class: 'choices-list', role: 'radiogroup', 'aria-labelledby': title.id });
  const save = submitButton();
  const choose = () => {
    const chosen = choices.querySelector<HTMLInputElement>('input:checked')?.value;
    message.clear();
    void profile.setChannel(isMedium(chosen) ? chosen : null);
  };
  const form = pageForm({}, choose, choices, save);
  body.append(form);
  let shown: ProfileState['account'] = null;

  const choice = (medium: Medium | null, isChosen: boolean, lack: string) => {
    const id = `channel-${medium ?? 'automatic'}`;
    const radio = element('input', {
      type: 'radio',
      name: 'channel',
      id,
      value: medium ?? '',
      checked: isChosen,
      'aria-describedby': lack === '' ? undefined : `${id}-lack`,
    });
    const name = medium === null ? say.automatic : say.names[medium];
    return element(
      'div',
      { class: 'choice-row' },
      radio,
      element('label', { for: id }, name),
      ...(lack === '' ? [] : [element('span', { id: `${id}-lack`, class: 'hint choice-lack' }, lack)]),
    );
  };

  return {
    root,
    update(state) {
      const { account, pending } = state;
      if (account !== null && account !== shown) {
        shown = account;
        const [first] = account.channels;
        const hasChoice = account.channels.length > 1;
        const isUsable = usable(account);
        form.hidden = !hasChoice;
        setText(intro, hasChoice || first === undefined ? say.intro : say.only(say.names[first]));
        choices.replaceChildren(
          choice(null, account.channel === null, ''),
          ...account.channels.map((medium) =>
            choice(medium, account.channel === medium, isUsable.has(medium) ? '' : say.missing[medium]),
          ),
        );
      }
      setText(save, pending === 'channel' ? say.saving : say.save);
      save.setAttribute('aria-disabled', String(pending !== null));
      message.show(sectionMessage(state, 'channel', texts, locale));
    },
  };
};
