import { element } from '../../dom.ts';

/** One of several views in the same place. */
export type Tab = {
  /** Makes the ids of the tab and its panel; also the address's fragment while the tab is chosen. */
  readonly id: string;
  readonly title: string;
  readonly panel: HTMLElement;
  /** Called each time the tab is chosen. */
  readonly chosen?: () => void;
};

/**
 * Tabs as the WAI-ARIA Authoring Practices describe them: one stop for the Tab key, arrows, Home and End move and
 * choose at once. The choice survives a reload in the fragment of the page's address.
 */
export const tabs = (label: string, all: readonly [Tab, ...Tab[]]): { readonly root: HTMLElement } => {
  const buttons = all.map((tab) =>
    element(
      'button',
      {
        type: 'button',
        role: 'tab',
        id: `tab-${tab.id}`,
        class: 'tab',
        'aria-controls': `panel-${tab.id}`,
        on: { click: () => choose(tab) },
      },
      tab.title,
    ),
  );
  for (const { id, panel } of all) {
    panel.id = `panel-${id}`;
    panel.setAttribute('role', 'tabpanel');
    panel.setAttribute('aria-labelledby', `tab-${id}`);
  }

  const choose = (tab: Tab) => {
    for (const [at, other] of all.entries()) {
      const isChosen = other === tab;
      other.panel.hidden = !isChosen;
      buttons[at]?.setAttribute('aria-selected', String(isChosen));
      buttons[at]?.setAttribute('tabindex', isChosen ? '0' : '-1');
    }
    const fragment = tab === all[0] ? '' : `#${tab.id}`;
    if (location.hash !== fragment) history.replaceState(null, '', `${location.pathname}${fragment}`);
    tab.chosen?.();
  };

  const move = (event: KeyboardEvent) => {
    const { activeElement } = document;
    const at = activeElement instanceof HTMLButtonElement ? buttons.indexOf(activeElement) : -1;
    const forward = getComputedStyle(list).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const backward = forward === 'ArrowRight' ? 'ArrowLeft' : 'ArrowRight';
    const targets: Readonly<Record<string, number>> = { [forward]: at + 1, [backward]: at - 1, Home: 0, End: -1 };
    const target = Object.hasOwn(targets, event.key) ? targets[event.key] : undefined;
    if (at < 0 || target === undefined) return;
    event.preventDefault();
    const button = buttons.at(target % buttons.length);
    button?.focus();
    button?.click();
  };

  const list = element(
    'div',
    { role: 'tablist', class: 'tabs', 'aria-label': label, on: { keydown: move } },
    ...buttons,
  );
  choose(all.find(({ id }) => location.hash === `#${id}`) ?? all[0]);
  return { root: element('div', { class: 'tabbed' }, list, ...all.map(({ panel }) => panel)) };
};
