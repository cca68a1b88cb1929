/** The texts for the first of the reader's languages that there are texts in, else `otherwise`, in English. */
export const inLanguage = <Texts>(
  preferred: readonly string[],
  languages: Readonly<Record<string, Texts>>,
  otherwise: Texts,
): { readonly locale: string; readonly texts: Texts } => {
  for (const tag of preferred) {
    const language = tag.toLowerCase().split('-')[0] ?? '';
    if (Object.hasOwn(languages, language)) return { locale: tag, texts: languages[language] ?? otherwise };
  }
  return { locale: 'en', texts: otherwise };
};
