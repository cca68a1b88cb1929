import type { AccountDevice } from '../../../client/account-answers.ts';
import { element, setText } from '../../../dom.ts';
import { pretendDevice } from './pretend-device.ts';
import type { ProfileState } from './profile-state.ts';
import { sectionMessage } from './profile-wording.ts';
import { type Section, type SectionContext, sectionFrame } from './section.ts';

/** The devices that get push messages, newest first as the service lists them. */
export const deviceSection = (context: SectionContext): Section => {
  const { profile, texts, locale } = context;
  const say = texts.devices;
  const { root, title, message, body } = sectionFrame('devices', say.title, say.intro);
  const rows = element('ul', { class: 'rows' });
  const none = element('p', { class: 'row-none' }, say.none);
  const pretend = pretendDevice(context);
  body.append(none, rows, pretend.root);
  let shown: ProfileState['account'] = null;

  const timeOf = (at: string) => {
    const date = new Date(at);
    if (Number.isNaN(date.getTime())) return at;
    return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(date);
  };

  const rowOf = ({ id, name, platform, lastSeenAt }: AccountDevice) => {
    const remove = element('button', {
      type: 'button',
      class: 'secondary row-action',
      'data-device': id,
      'aria-label': say.removeNamed(name),
      on: {
        click: () => {
          message.clear();
          void profile.removeDevice(id);
        },
      },
    });
    const text = element(
      'div',
      { class: 'row-text' },
      element('span', { class: 'row-value' }, name),
      element('span', { class: 'row-name' }, say.platforms[platform]),
      element('time', { class: 'row-name', datetime: lastSeenAt }, say.seen(timeOf(lastSeenAt))),
    );
    return element('li', { class: 'row' }, text, remove);
  };

  return {
    root,
    update(state) {
      const { account, pending, notice } = state;
      root.hidden = account !== null && !account.channels.includes('push') && account.devices.length === 0;
      pretend.root.hidden = account === null || !account.channels.includes('push');
      if (account !== null && account !== shown) {
        const hadFocus = rows.contains(document.activeElement);
        shown = account;
        rows.replaceChildren(...account.devices.map(rowOf));
        none.hidden = account.devices.length > 0;
        // The button that was pressed is gone with its device.
        if (hadFocus && notice?.at === 'devices') title.focus();
      }
      const removed = typeof pending === 'object' ? pending?.remove : undefined;
      for (const button of rows.querySelectorAll<HTMLElement>('[data-device]')) {
        setText(button, button.dataset.device === removed ? say.removing : say.remove);
        button.setAttribute('aria-disabled', String(pending !== null));
      }
      message.show(sectionMessage(state, 'devices', texts, locale));
      pretend.update(state);
    },
  };
};
