/** GSM 7-bit default alphabet: one septet each. Source: 3GPP TS 23.038 §6.2.1 */
const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿' +
    'abcdefghijklmnopqrstuvwxyzäöñüà',
);

/** Its extension table: an escape and a character, two septets. Source: 3GPP TS 23.038 §6.2.1.1 */
const EXTENSION = new Set('\f^{}\\[~]|€');

/** How much room a text takes in an SMS. */
export type SmsSize = {
  readonly encoding: 'GSM-7' | 'UCS-2';
  /** Septets in GSM-7, 16-bit units in UCS-2. */
  readonly units: number;
  /** What one segment holds of them: 160 or 70. */
  readonly limit: number;
};

/** Measures a text as networks do: GSM-7 as long as every character is of its alphabet, else UCS-2 for all of it. */
export const smsSize = (text: string): SmsSize => {
  let septets = 0;
  for (const character of text) {
    if (BASIC.has(character)) septets += 1;
    else if (EXTENSION.has(character)) septets += 2;
    else return { encoding: 'UCS-2', units: text.length, limit: 70 };
  }
  return { encoding: 'GSM-7', units: septets, limit: 160 };
};
