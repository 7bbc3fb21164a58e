export type Language = "en";

interface LanguageFacts {
  /** As its speakers call it. */
  readonly name: string;
  readonly direction: "ltr" | "rtl";
}

/** The languages that the app speaks. */
export const languages: Readonly<Record<Language, LanguageFacts>> = {
  en: { name: "English", direction: "ltr" },
};

const storageKey = "careconnect-language";

function isLanguage(name: string | null): name is Language {
  return name !== null && Object.hasOwn(languages, name);
}

/** What the reader chose on this device, else the first that their browser asks for and we speak. */
export function preferredLanguage(preferred: readonly string[] = navigator.languages): Language {
  return readChoice() ?? preferred.map((locale) => locale.split("-")[0] ?? "").find(isLanguage) ?? "en";
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
