import type { FilledCodeMail, FilledNoticeMail } from './email.ts';
import { directionOf } from './texts.ts';

const SANS = "system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";
const MONO = "ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono',monospace";

/** Half-transparent grey is seen on white and on black alike, whatever a mail client's dark mode does. */
const LINE = 'rgba(127,127,127,.28)';
const PANEL = 'rgba(127,127,127,.16)';
const HEADING = 'margin:0 0 8px;font-size:24px;line-height:1.25;font-weight:700';

/** Tighter Latin capitals look better; Arabic letters would come apart. */
const headingStyle = (locale: string): string =>
  directionOf(locale) === 'rtl' ? HEADING : `${HEADING};letter-spacing:-.01em`;

/**
 * A mail with a code as HTML: one column, inline styles, no images, links or buttons. It sets no text colour and no
 * background of its own, so that it takes on the reader's light or dark colours.
 */
export const codeMailHtml = (words: FilledCodeMail, subject: string): string => {
  const t = escapeHtml;
  const card = `<h1 style="${headingStyle(words.locale)}">${t(words.heading)}</h1>
<p style="margin:0 0 20px;font-size:16px;line-height:1.5">${t(words.instruction)}</p>
<p dir="ltr" style="margin:0 0 12px;padding:18px 8px;border-radius:12px;background:${PANEL};font-family:${MONO};font-size:${codeSize(words.code)}px;line-height:1.2;font-weight:700;letter-spacing:.12em;text-indent:.12em;text-align:center;white-space:nowrap;-webkit-user-select:all;user-select:all">${t(words.code)}</p>
<p style="margin:0 0 24px;font-size:14px;line-height:1.5;text-align:center;opacity:.75">${t(words.validity)}</p>
<p style="margin:0;padding:20px 0 0;border-top:1px solid ${LINE};font-size:14px;line-height:1.55"><strong>${t(words.neverShare)}</strong> ${t(words.nobodyAsks)}</p>`;
  return page({ ...words, title: subject, card, footer: words.notYou });
};

/** A notice as HTML, in the same dress. */
export const noticeMailHtml = (words: FilledNoticeMail): string => {
  const t = escapeHtml;
  const card = `<h1 style="${headingStyle(words.locale)}">${t(words.heading)}</h1>
<p style="margin:0 0 20px;font-size:16px;line-height:1.5">${t(words.news)}</p>
<p style="margin:0;padding:20px 0 0;border-top:1px solid ${LINE};font-size:16px;line-height:1.5;font-weight:600">${t(words.notYou)}</p>`;
  return page({ ...words, title: words.subject, preheader: words.news, card, footer: null });
};

type Page = {
  readonly locale: string;
  readonly appName: string;
  readonly title: string;
  readonly preheader: string;
  /** HTML. */
  readonly card: string;
  readonly footer: string | null;
};

const page = ({ locale, appName, title, preheader, card, footer }: Page): string => {
  const t = escapeHtml;
  const direction = directionOf(locale);
  const foot =
    footer === null
      ? ''
      : `\n<tr><td style="padding:16px 25px 0;font-size:13px;line-height:1.5;opacity:.75">${t(footer)}</td></tr>`;
  return `<!doctype html>
<html lang="${t(locale)}" dir="${direction}" style="color-scheme:light dark">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no">
<meta name="x-apple-disable-message-reformatting">
<title>${t(title)}</title>
</head>
<body dir="${direction}" style="margin:0;padding:0;background:transparent">
<div style="display:none;max-height:0;overflow:hidden">${t(preheader)}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
<tr><td align="center" style="padding:32px 16px">
<table role="presentation" dir="${direction}" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:464px;font-family:${SANS};text-align:${direction === 'rtl' ? 'right' : 'left'}">
<tr><td style="padding:0 25px 14px;font-size:15px;line-height:1.4;font-weight:600">${t(appName)}</td></tr>
<tr><td style="padding:28px 24px 24px;border:1px solid ${LINE};border-radius:16px">
${card}
</td></tr>${foot}
</table>
</td></tr>
</table>
</body>
</html>
`;
};

/** The largest type, in pixels, in which the code stays on one line of a 320 px wide phone. */
const codeSize = (code: string): number => {
  if (code.length <= 6) return 38;
  return code.length <= 8 ? 32 : 26;
};

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
