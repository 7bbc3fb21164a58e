/** A language as the reader calls it. A tag that nobody knows is shown as it was recorded. */
export function languageName(tag: string | null, locale: string): string | null {
  if (tag === null || tag === "") {
    return null;
  }
  try {
    return new Intl.DisplayNames(locale, { type: "language" }).of(tag) ?? tag;
  } catch (error) {
    if (error instanceof RangeError) {
      return tag;
    }
    throw error;
  }
}
