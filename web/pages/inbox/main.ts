import { byId, setText } from '../../dom.ts';
import type { Device } from './device.ts';
import { deviceSwitch, media } from './device-switch.ts';
import { followInbox } from './feed.ts';
import { mailClient } from './mail.ts';
import { type Message, shortToken, withMessage } from './message.ts';
import { notifications } from './notifications.ts';
import { textMessages } from './text-messages.ts';
import { inboxTextsFor } from './texts.ts';

const { locale, texts } = inboxTextsFor(navigator.languages);
const context = { locale, texts };
const devices: Readonly<Record<(typeof media)[number], Device>> = {
  email: mailClient(context),
  sms: textMessages(context),
  push: notifications(context),
};
const choice = deviceSwitch(texts, byId('main'));
byId('switch').replaceChildren(choice.root);

let messages: readonly Message[] | null = null;

const mediumOf = ({ medium }: Message) => media.find((one) => one === medium) ?? 'email';

/** Shows the messages of the media in `changed`: a device without news keeps its place and its keyboard. */
const render = (changed: readonly (typeof media)[number][]) => {
  const all = messages ?? [];
  for (const medium of changed) {
    const own = all.filter((message) => mediumOf(message) === medium);
    devices[medium].show(own);
    choice.count(medium, own.length);
  }
  setText(byId('count'), all.length === 0 ? '' : texts.count(all.length));
  document.title = all.length === 0 ? `${texts.title} · Doorcode` : `${texts.title} (${all.length}) · Doorcode`;
};

followInbox({
  list(current) {
    const newest = current[0];
    // The first look: the newest message is in view, on whichever device it came.
    if (messages === null && newest !== undefined && location.hash === '') choice.choose(mediumOf(newest));
    messages = current;
    render(media);
  },
  arrived(message) {
    messages = withMessage(messages ?? [], message);
    render([mediumOf(message)]);
    setText(byId('announcer'), texts.arrived(message.medium, shortToken(message.to)));
  },
  liveness(liveness) {
    byId('live').dataset.state = liveness;
    setText(byId('live'), liveness === 'live' ? texts.live : texts.reconnecting);
  },
  failed: () => devices.email.failed?.(),
});
