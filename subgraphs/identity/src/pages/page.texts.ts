import { currentLanguage, type PageLanguage } from "./page.language.ts";
import { arabic } from "./page.texts.ar.ts";
import { german } from "./page.texts.de.ts";
import { english, type PageTexts } from "./page.texts.en.ts";
import { spanish } from "./page.texts.es.ts";

const catalogues: Readonly<Record<PageLanguage, PageTexts>> = { en: english, de: german, es: spanish, ar: arabic };

/** Every word that the pages say, in the language of the request that is being answered. */
export function texts(): PageTexts {
  return catalogues[currentLanguage()];
}
