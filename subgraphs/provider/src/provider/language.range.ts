/** The ranges of languages that find one of `tags`, in lower case: `es-MX` is found by `es` and `es-mx` (RFC 4647, basic filtering). */
export function languageRanges(tags: readonly string[]): string[] {
  const ranges = tags.flatMap((tag) => {
    const parts = tag.toLowerCase().split("-");
    return parts.map((_, index) => parts.slice(0, index + 1).join("-"));
  });
  return [...new Set(ranges)];
}
