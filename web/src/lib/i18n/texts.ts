import type { en } from "./en.ts";
import type { visitRoom } from "./en.visit-room.ts";
import { type Language, languages } from "./languages.ts";
import { formattingLocale } from "./locale.ts";
import { createTranslate, type TranslateIn } from "./translate.ts";

/** The catalogues: `common` is loaded with the app, each other one with its area's pages. */
interface Catalogues {
  readonly common: typeof en;
  readonly visitRoom: typeof visitRoom;
}

export type Area = keyof Catalogues;
export type Translate<Name extends Area = "common"> = TranslateIn<Catalogues[Name]>;

/** The texts in use: one function for each area that was loaded, in one language. */
export interface Texts {
  readonly language: Language;
  /** For dates, numbers and money. */
  readonly locale: string;
  readonly areas: { readonly [Name in Area]?: Translate<Name> };
}

type Loaded = { readonly [Name in Area]?: object };

// One chunk for each area and language: nobody loads what they do not read.
const loaders: Readonly<Record<Area, Readonly<Record<Language, () => Promise<object>>>>> = {
  common: {
    en: async () => (await import("./en.ts")).en,
  },
  visitRoom: {
    en: async () => (await import("./en.visit-room.ts")).visitRoom,
  },
};

let texts: Texts = { language: "en", locale: "en", areas: {} };
let loaded: Loaded = {};
const listeners = new Set<() => void>();

export function currentTexts(): Texts {
  return texts;
}

export function onTexts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Speaks this language with these catalogues, in the page's own attributes too. */
export function provideTexts(language: Language, catalogues: Loaded): void {
  const { direction } = languages[language];
  const writing = { locale: formattingLocale(language), isolated: direction === "rtl" };
  loaded = catalogues;
  const areas = Object.entries(catalogues).map(([area, catalogue]) => [area, createTranslate(catalogue, writing)]);
  texts = { language, locale: writing.locale, areas: Object.fromEntries(areas) as Texts["areas"] };
  document.documentElement.lang = language;
  document.documentElement.dir = direction;
  for (const listener of [...listeners]) {
    listener();
  }
}

/** Loads an area's texts before its first page is shown. */
export async function loadTexts(area: Area): Promise<void> {
  const { language } = texts;
  if (loaded[area] === undefined) {
    const catalogue = await loaders[area][language]();
    // Meanwhile another language may have been chosen.
    await (texts.language === language ? provideTexts(language, { ...loaded, [area]: catalogue }) : loadTexts(area));
  }
}

/** Goes over to another language, with everything that was loaded so far. */
export async function speak(language: Language): Promise<void> {
  const areas = new Set<Area>(["common", ...(Object.keys(loaded) as Area[])]);
  const catalogues = [...areas].map(async (area) => [area, await loaders[area][language]()] as const);
  provideTexts(language, Object.fromEntries(await Promise.all(catalogues)));
}
