import type { DevicePlatform } from '../../../client/account-answers.ts';
import { element, setText } from '../../../dom.ts';
import { pageForm } from '../controls.ts';
import type { Section, SectionContext } from './section.ts';

const platforms: readonly DevicePlatform[] = ['apns', 'apns-sandbox', 'fcm'];

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
const base64url = (bytes: Uint8Array) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/**
 * A token of the form that the platform gives out: Apple's 32 bytes in hex, Firebase's instance id with its 140 letters
 * after a colon.
 */
export const pretendToken = (platform: DevicePlatform): string =>
  platform === 'fcm' ? `${base64url(random(16))}:APA91b${base64url(random(100))}` : hex(random(32));

/** For the local stack: registers a device that nobody holds. */
export const pretendDevice = ({ profile, texts }: SectionContext): Section => {
  const say = texts.devices.pretend;
  const kind = element(
    'select',
    { id: 'pretend-kind' },
    ...platforms.map((platform) => element('option', { value: platform }, texts.devices.platforms[platform])),
  );
  const submit = element('button', { type: 'submit', class: 'secondary' });
  const register = () => {
    const platform = platforms.find((one) => one === kind.value) ?? 'apns';
    void profile.putDevice({ token: pretendToken(platform), platform, name: say.names[platform] });
  };
  const root = pageForm(
    { class: 'pretend' },
    register,
    element('h3', {}, say.title),
    element('p', { class: 'hint' }, say.intro, element('a', { href: '/inbox' }, say.link), '.'),
    element('label', { for: 'pretend-kind' }, say.label),
    element('div', { class: 'pretend-row' }, kind, submit),
  );
  return {
    root,
    update({ pending }) {
      setText(submit, pending === 'register' ? say.registering : say.submit);
      submit.setAttribute('aria-disabled', String(pending !== null));
    },
  };
};
