import type { Account } from '../../../client/account-answers.ts';
import { element } from '../../../dom.ts';
import { addressFormView } from './address-form-view.ts';
import type { AddressForm, AddressMedium } from './profile-state.ts';
import { sectionMessage } from './profile-wording.ts';
import { type Section, type SectionContext, sectionFrame } from './section.ts';

/** The user's addresses, with a form to add, change or prove one. */
export const addressSection = (context: SectionContext): Section => {
  const { profile, texts, locale } = context;
  const say = texts.addresses;
  const { root, title, message, body } = sectionFrame('addresses', say.title, say.intro);
  const rows = element('ul', { class: 'rows' });
  const place = element('div');
  body.append(rows, place);
  let shown: Account | null = null;
  let opened: { medium: AddressMedium; view: ReturnType<typeof addressFormView> } | null = null;

  const rowOf = (account: Account, medium: AddressMedium) => {
    const address = account.addresses.find((one) => one.medium === medium);
    const act = address === undefined ? 'add' : address.verified ? 'change' : 'prove';
    const isOffered = account.channels.includes(medium);
    const value = element('span', { class: address === undefined ? 'row-value row-none' : 'row-value' });
    value.append(address?.value ?? say.none);
    const badge = element('span', { class: address?.verified ? 'badge badge-good' : 'badge' });
    badge.append(address?.verified ? say.proven : say.unproven);
    const open = element(
      'button',
      {
        type: 'button',
        class: 'secondary row-action',
        'data-medium': medium,
        'aria-label': say[`${act}Named`][medium],
        on: { click: () => profile.openForm(medium) },
      },
      say[act],
    );
    return element(
      'li',
      { class: 'row' },
      element(
        'div',
        { class: 'row-text' },
        element('span', { class: 'row-name' }, say.names[medium]),
        value,
        ...(address === undefined ? [] : [badge]),
      ),
      ...(isOffered ? [open] : []),
    );
  };

  const showRows = (account: Account) => {
    const media = (['email', 'sms'] as const).filter(
      (medium) => account.channels.includes(medium) || account.addresses.some((one) => one.medium === medium),
    );
    rows.replaceChildren(...media.map((medium) => rowOf(account, medium)));
  };

  /** Opens and closes the form, and puts the keyboard back where the person came from. */
  const showForm = (form: AddressForm | null, isDone: boolean) => {
    if (form !== null && opened?.medium !== form.medium) {
      opened = { medium: form.medium, view: addressFormView(context, form.medium) };
      place.replaceChildren(opened.view.root);
    } else if (form === null && opened !== null) {
      const { medium } = opened;
      opened = null;
      place.replaceChildren();
      if (isDone) title.focus();
      else rows.querySelector<HTMLElement>(`[data-medium="${medium}"]`)?.focus();
    }
  };

  return {
    root,
    update(state) {
      if (state.account !== null && state.account !== shown) {
        shown = state.account;
        showRows(state.account);
      }
      message.show(sectionMessage(state, 'addresses', texts, locale));
      showForm(state.form, state.notice?.at === 'addresses');
      opened?.view.update(state);
    },
    tick: () => opened?.view.tick?.(),
  };
};
