import type { frame } from "./en.frame.ts";
import type { en } from "./en.ts";
import type { visitRoom } from "./en.visit-room.ts";
import { type Language, languages } from "./languages.ts";
import { formattingLocale } from "./locale.ts";
import { createTranslate, type TranslateIn } from "./translate.ts";

/** The texts of each area by their keys. */
interface Areas {
  readonly common: typeof frame & typeof en;
  readonly visitRoom: typeof visitRoom;
}

export type Area = keyof Areas;
export type Translate<Name extends Area = "common"> = TranslateIn<Areas[Name]>;

/** What is loaded at once: `frame` with the app, `pages` with the first page but the dashboard, others with their page. */
export type Catalogue = "frame" | "pages" | "visitRoom";

type Loaded = { readonly [Name in Catalogue]?: object };

const areas: Readonly<Record<Area, readonly Catalogue[]>> = { common: ["frame", "pages"], visitRoom: ["visitRoom"] };

// A chunk for each catalogue and language: nobody loads what they do not read.
const loaders: Readonly<Record<Catalogue, Readonly<Record<Language, () => Promise<object>>>>> = {
  frame: {
    en: async () => (await import("./en.frame.ts")).frame,
  },
  pages: {
    en: async () => (await import("./en.ts")).en,
  },
  visitRoom: {
    en: async () => (await import("./en.visit-room.ts")).visitRoom,
  },
};

/** The texts in use: one function for each area that was loaded, in one language. */
export interface Texts {
  readonly language: Language;
  /** For dates, numbers and money. */
  readonly locale: string;
  readonly areas: { readonly [Name in Area]?: Translate<Name> };
}

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
  const translates = Object.entries(areas).flatMap(([area, parts]) => {
    const known = parts.map((part) => catalogues[part]).filter((part) => part !== undefined);
    return known.length === 0 ? [] : [[area, createTranslate(known, writing)] as const];
  });
  loaded = catalogues;
  texts = { language, locale: writing.locale, areas: Object.fromEntries(translates) as Texts["areas"] };
  document.documentElement.lang = language;
  document.documentElement.dir = direction;
  for (const listener of [...listeners]) {
    listener();
  }
}

/** Loads a catalogue before the first page that reads it is shown. */
export async function loadTexts(catalogue: Catalogue): Promise<void> {
  if (loaded[catalogue] !== undefined) {
    return;
  }
  const { language } = texts;
  const found = await loaders[catalogue][language]();
  // Meanwhile another language may have been chosen.
  await (texts.language === language
    ? provideTexts(language, { ...loaded, [catalogue]: found })
    : loadTexts(catalogue));
}

/** Goes over to another language, with everything that was loaded so far. */
export async function speak(language: Language): Promise<void> {
  const wanted = new Set<Catalogue>(["frame", ...(Object.keys(loaded) as Catalogue[])]);
  const catalogues = [...wanted].map(async (catalogue) => [catalogue, await loaders[catalogue][language]()] as const);
  provideTexts(language, Object.fromEntries(await Promise.all(catalogues)));
}

/** What is loading, together with the texts that it may need. */
export async function withPageTexts<Loading>(loading: Promise<Loading>): Promise<Loading> {
  await loadTexts("pages");
  return loading;
}
