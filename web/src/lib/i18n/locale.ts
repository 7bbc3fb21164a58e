/**
 * The locale for numbers, dates and money: the reader's own variant of the page's language ("en-GB" reads 20 November),
 * or the language itself when the browser has none.
 */
export function formattingLocale(language: string, preferred: readonly string[] = navigator.languages): string {
  return preferred.find((locale) => locale === language || locale.startsWith(`${language}-`)) ?? language;
}
