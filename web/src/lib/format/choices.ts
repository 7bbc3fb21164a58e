/** How many of hundreds are shown: such a list is searched, not scrolled. */
export const shownChoices = 60;

const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

/** Every country by its code, as the reader calls it. */
export function countryChoices(locale: string) {
  const names = new Intl.DisplayNames(locale, { type: "region", fallback: "none" });
  const known = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
  // Codes that stand for groups of countries, or for none.
  const none = new Set(["EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"]);
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  return sorted(
    codes
      .filter((code) => !none.has(code) && known.of(code) !== undefined)
      .map((code) => ({ value: code, label: names.of(code) ?? code })),
    locale,
  );
}

// Those of whom there are many patients somewhere; one that was recorded otherwise stays a choice.
const languages = [
  ...[
    "ar",
    "bn",
    "bs",
    "bg",
    "zh",
    "hr",
    "cs",
    "da",
    "nl",
    "en",
    "fa",
    "fil",
    "fi",
    "fr",
    "de",
    "el",
    "gu",
    "ht",
    "he",
  ],
  ...["hi", "hu", "id", "it", "ja", "km", "ko", "ku", "lt", "ms", "ne", "nb", "ps", "pl", "pt", "pa", "ro", "ru", "sr"],
  ...["si", "sk", "sl", "so", "es", "sw", "sv", "ta", "te", "th", "ti", "tr", "uk", "ur", "vi"],
] as const;

export function languageChoices(locale: string, current: string | null) {
  const names = new Intl.DisplayNames(locale, { type: "language" });
  const tags = new Set<string>([...languages, ...(current === null ? [] : [current])]);
  return sorted(
    [...tags].map((tag) => ({ value: tag, label: nameOf(names, tag) })),
    locale,
  );
}

export function timeZoneChoices(current: string | null) {
  const zones = Intl.supportedValuesOf("timeZone");
  const all = current === null || zones.includes(current) ? zones : [current, ...zones];
  return all.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }));
}

function nameOf(names: Intl.DisplayNames, tag: string): string {
  try {
    return names.of(tag) ?? tag;
  } catch {
    // It was recorded like this.
    return tag;
  }
}

function sorted(choices: { readonly value: string; readonly label: string }[], locale: string) {
  const order = new Intl.Collator(locale);
  return choices.toSorted((left, right) => order.compare(left.label, right.label));
}
