import type { board } from "./en.board.ts";
import type { bookkeeping } from "./en.bookkeeping.ts";
import type { calendar } from "./en.calendar.ts";
import type { directory } from "./en.directory.ts";
import type { frame } from "./en.frame.ts";
import type { record } from "./en.record.ts";
import type { en } from "./en.ts";
import type { visitRoom } from "./en.visit-room.ts";
import { type Language, languages, preferredLanguage, type WrittenLanguage } from "./languages.ts";
import { formattingLocale } from "./locale.ts";
import { createTranslate, type TranslateIn } from "./translate.ts";

/** The texts of each area by their keys. */
interface Areas {
  readonly common: typeof frame & typeof en;
  readonly bookkeeping: typeof bookkeeping;
  readonly calendar: typeof calendar;
  readonly directory: typeof directory;
  readonly visitRoom: typeof visitRoom;
  readonly record: typeof record;
  readonly board: typeof board;
}

export type Area = keyof Areas;
export type Translate<Name extends Area = "common"> = TranslateIn<Areas[Name]>;

/** What is loaded at once: `frame` with the app, `pages` with the first page but the dashboard, others with their page. */
export type Catalogue = "frame" | "pages" | "bookkeeping" | "calendar" | "directory" | "visitRoom" | "record" | "board";

type Loaded = { readonly [Name in Catalogue]?: object };

const areas: Readonly<Record<Area, readonly Catalogue[]>> = {
  common: ["frame", "pages"],
  bookkeeping: ["bookkeeping"],
  calendar: ["calendar"],
  directory: ["directory"],
  visitRoom: ["visitRoom"],
  record: ["record"],
  board: ["board"],
};

// A chunk for each catalogue and language: nobody loads what they do not read.
const loaders: Readonly<Record<Catalogue, Readonly<Record<WrittenLanguage, () => Promise<object>>>>> = {
  frame: {
    en: async () => (await import("./en.frame.ts")).frame,
    de: async () => (await import("./de.frame.ts")).frame,
    es: async () => (await import("./es.frame.ts")).frame,
    ar: async () => (await import("./ar.frame.ts")).frame,
  },
  pages: {
    en: async () => (await import("./en.ts")).en,
    de: async () => (await import("./de.ts")).de,
    es: async () => (await import("./es.ts")).es,
    ar: async () => (await import("./ar.ts")).ar,
  },
  bookkeeping: {
    en: async () => (await import("./en.bookkeeping.ts")).bookkeeping,
    de: async () => (await import("./de.bookkeeping.ts")).bookkeeping,
    es: async () => (await import("./es.bookkeeping.ts")).bookkeeping,
    ar: async () => (await import("./ar.bookkeeping.ts")).bookkeeping,
  },
  calendar: {
    en: async () => (await import("./en.calendar.ts")).calendar,
    de: async () => (await import("./de.calendar.ts")).calendar,
    es: async () => (await import("./es.calendar.ts")).calendar,
    ar: async () => (await import("./ar.calendar.ts")).calendar,
  },
  directory: {
    en: async () => (await import("./en.directory.ts")).directory,
    de: async () => (await import("./de.directory.ts")).directory,
    es: async () => (await import("./es.directory.ts")).directory,
    ar: async () => (await import("./ar.directory.ts")).directory,
  },
  visitRoom: {
    en: async () => (await import("./en.visit-room.ts")).visitRoom,
    de: async () => (await import("./de.visit-room.ts")).visitRoom,
    es: async () => (await import("./es.visit-room.ts")).visitRoom,
    ar: async () => (await import("./ar.visit-room.ts")).visitRoom,
  },
  record: {
    en: async () => (await import("./en.record.ts")).record,
    de: async () => (await import("./de.record.ts")).record,
    es: async () => (await import("./es.record.ts")).record,
    ar: async () => (await import("./ar.record.ts")).record,
  },
  board: {
    en: async () => (await import("./en.board.ts")).board,
    de: async () => (await import("./de.board.ts")).board,
    es: async () => (await import("./es.board.ts")).board,
    ar: async () => (await import("./ar.board.ts")).board,
  },
};

async function load(catalogue: Catalogue, language: Language): Promise<object> {
  if (language !== "pseudo") {
    return loaders[catalogue][language]();
  }
  const { pseudo } = await import("./pseudo.ts");
  return pseudo(await loaders[catalogue].en());
}

/** The texts in use: one function for each area that was loaded, in one language. */
export interface Texts {
  readonly language: Language;
  /** For dates, numbers and money. */
  readonly locale: string;
  readonly areas: { readonly [Name in Area]?: Translate<Name> };
}

let texts: Texts = { language: preferredLanguage(), locale: "en", areas: {} };
let chosen = texts.language;
let wanted: ReadonlySet<Catalogue> = new Set<Catalogue>(["frame"]);
const loaded: { [Name in Language]?: Loaded } = {};
const listeners = new Set<() => void>();

export function currentTexts(): Texts {
  return texts;
}

export function onTexts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Takes these catalogues for loaded, and speaks their language, in the page's own attributes too. */
export function provideTexts(language: Language, catalogues: Loaded): void {
  const { direction } = languages[language];
  const locale = language === "pseudo" ? "en" : formattingLocale(language);
  const writing = { locale, isolated: direction === "rtl" };
  const known = { ...loaded[language], ...catalogues };
  loaded[language] = known;
  const translates = Object.entries(areas).flatMap(([area, parts]) => {
    const found = parts.map((part) => known[part]).filter((part) => part !== undefined);
    return found.length === 0 ? [] : [[area, createTranslate(found, writing)] as const];
  });
  texts = { language, locale, areas: Object.fromEntries(translates) as Texts["areas"] };
  document.documentElement.lang = language === "pseudo" ? "en-XA" : language;
  document.documentElement.dir = direction;
  for (const listener of [...listeners]) {
    listener();
  }
}

/** Loads a catalogue before the first page that reads it is shown. */
export async function loadTexts(catalogue: Catalogue): Promise<void> {
  wanted = new Set([...wanted, catalogue]);
  await speak(chosen);
}

/** Goes over to a language once all of it that is wanted is there. */
export async function speak(language: Language): Promise<void> {
  chosen = language;
  const missing = [...wanted].filter((catalogue) => loaded[language]?.[catalogue] === undefined);
  const found = await Promise.all(
    missing.map(async (catalogue) => [catalogue, await load(catalogue, language)] as const),
  );
  if (chosen !== language) {
    // Another one was chosen meanwhile: whoever waits for a text waits for it in that one.
    await speak(chosen);
  } else if (missing.length > 0 || texts.language !== language) {
    provideTexts(language, Object.fromEntries(found));
  }
}

/** The texts of all pages, for what has to be said where none of them may be open yet. */
export async function pageTexts(): Promise<Translate> {
  await loadTexts("pages");
  return texts.areas.common as Translate;
}

/** What is loading, together with the texts that it may need. */
export async function withPageTexts<Loading>(loading: Promise<Loading>): Promise<Loading> {
  await loadTexts("pages");
  return loading;
}
