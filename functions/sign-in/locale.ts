/**
 * Picks the words' language: what the person asks for now, over the attribute, over the default. Only locales that
 * the deployment offers are ever taken; `nl-BE` finds `nl`. Tags as in RFC 5646, compared without regard to case.
 */
export const pickLocale = (
  { fallback, offered }: { readonly fallback: string; readonly offered: readonly string[] },
  ...wishes: readonly (string | undefined)[]
): string => {
  for (const wish of wishes) {
    if (wish === undefined || wish.length > 35) continue;
    const tag = wish.replaceAll('_', '-').toLowerCase();
    const [language] = tag.split('-');
    const found =
      offered.find((locale) => locale.toLowerCase() === tag) ??
      offered.find((locale) => locale.toLowerCase() === language);
    if (found !== undefined) return found;
  }
  return fallback;
};
