/**
 * Writes the decimal digits of every script as `0` to `9`. Unicode keeps them in order, in runs of ten that may stand
 * side by side, so a digit's value counts from where they begin.
 */
export const plainDigits = (text: string): string =>
  text.replace(/[\p{Nd}]/gu, (digit) => {
    const point = Number(digit.codePointAt(0));
    let value = 0;
    while (/[\p{Nd}]/u.test(String.fromCodePoint(point - value - 1))) value += 1;
    return String(value % 10);
  });
