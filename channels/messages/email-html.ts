import type { FilledEmail } from './email.ts';

const SANS = "system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";
const MONO = "ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono',monospace";

/** Half-transparent grey is seen on white and on black alike, whatever a mail client's dark mode does. */
const LINE = 'rgba(127,127,127,.28)';
const PANEL = 'rgba(127,127,127,.16)';

/**
 * The mail as HTML: one column, inline styles, no images, links or buttons. It sets no text colour and no background
 * of its own, so that it takes on the reader's light or dark colours.
 */
export const emailHtml = (words: FilledEmail, subject: string): string => {
  const t = escapeHtml;
  return `<!doctype html>
<html lang="${t(words.locale)}" style="color-scheme:light dark">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no">
<meta name="x-apple-disable-message-reformatting">
<title>${t(subject)}</title>
</head>
<body style="margin:0;padding:0;background:transparent">
<div style="display:none;max-height:0;overflow:hidden">${t(words.preheader)}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
<tr><td align="center" style="padding:32px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:464px;font-family:${SANS};text-align:left">
<tr><td style="padding:0 25px 14px;font-size:15px;line-height:1.4;font-weight:600">${t(words.appName)}</td></tr>
<tr><td style="padding:28px 24px 24px;border:1px solid ${LINE};border-radius:16px">
<h1 style="margin:0 0 8px;font-size:24px;line-height:1.25;font-weight:700;letter-spacing:-.01em">${t(words.heading)}</h1>
<p style="margin:0 0 20px;font-size:16px;line-height:1.5">${t(words.instruction)}</p>
<p style="margin:0 0 12px;padding:18px 8px;border-radius:12px;background:${PANEL};font-family:${MONO};font-size:${codeSize(words.code)}px;line-height:1.2;font-weight:700;letter-spacing:.12em;text-indent:.12em;text-align:center;white-space:nowrap;-webkit-user-select:all;user-select:all">${t(words.code)}</p>
<p style="margin:0 0 24px;font-size:14px;line-height:1.5;text-align:center;opacity:.75">${t(words.validity)}</p>
<p style="margin:0;padding:20px 0 0;border-top:1px solid ${LINE};font-size:14px;line-height:1.55"><strong>${t(words.neverShare)}</strong> ${t(words.nobodyAsks)}</p>
</td></tr>
<tr><td style="padding:16px 25px 0;font-size:13px;line-height:1.5;opacity:.75">${t(words.notYou)}</td></tr>
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
