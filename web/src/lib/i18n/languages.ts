interface LanguageFacts {
  /** As its speakers call it. */
  readonly name: string;
  readonly direction: "ltr" | "rtl";
}

const offered = {
  en: { name: "English", direction: "ltr" },
  de: { name: "Deutsch", direction: "ltr" },
  es: { name: "Español", direction: "ltr" },
  ar: { name: "العربية", direction: "rtl" },
} as const satisfies Record<string, LanguageFacts>;

/** Those that there are catalogues of. */
export type WrittenLanguage = keyof typeof offered;

/** English with marks around each text and a third longer, for tests: what is not marked was never translated. */
export type Language = WrittenLanguage | "pseudo";

/** The languages that the app speaks. */
export const languages: Readonly<Record<Language, LanguageFacts>> = {
  ...offered,
  pseudo: { name: "⟦Ƥšéûðö⟧", direction: "ltr" },
};

/** The languages among which readers choose. */
export const offeredLanguages = Object.keys(offered) as readonly WrittenLanguage[];

const storageKey = "careconnect-language";

function isLanguage(name: string | null): name is Language {
  return name !== null && Object.hasOwn(languages, name);
}

function isOffered(name: string): name is WrittenLanguage {
  return Object.hasOwn(offered, name);
}

/** What the reader chose on this device, else the first that their browser asks for and we speak. */
export function preferredLanguage(preferred: readonly string[] = navigator.languages): Language {
  return readChoice() ?? preferred.map((locale) => locale.split("-")[0] ?? "").find(isOffered) ?? "en";
}

function readChoice(): Language | null {
  try {
    const chosen = localStorage.getItem(storageKey);
    return isLanguage(chosen) ? chosen : null;
  } catch {
    return null;
  }
}

export function rememberLanguage(language: Language): void {
  try {
    localStorage.setItem(storageKey, language);
  } catch {
    // Storage is switched off: the choice holds for this page.
  }
}
