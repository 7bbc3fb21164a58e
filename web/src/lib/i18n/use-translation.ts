import { useSyncExternalStore } from "react";
import type { Language } from "./languages.ts";
import { type Area, currentTexts, onTexts, type Translate } from "./texts.ts";

interface Translation<Name extends Area> {
  readonly t: Translate<Name>;
  readonly language: Language;
  /** For dates, numbers and money. */
  readonly locale: string;
}

/** The texts of an area, which its route has loaded, in the reader's language. */
export function useTranslation<Name extends Area = "common">(area?: Name): Translation<Name> {
  const { language, locale, areas } = useSyncExternalStore(onTexts, currentTexts);
  const name = area ?? "common";
  const t = areas[name] as Translate<Name> | undefined;
  if (t === undefined) {
    throw new Error(`The texts of ${name} were not loaded with its page.`);
  }
  return { t, language, locale };
}
