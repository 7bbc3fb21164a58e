import { frame } from "../lib/i18n/en.frame.ts";
import { en } from "../lib/i18n/en.ts";
import type { Translate } from "../lib/i18n/texts.ts";
import { createTranslate } from "../lib/i18n/translate.ts";

/** English as the pages get it, for what takes the texts as a parameter. */
export const english: Translate = createTranslate([frame, en], { locale: "en", isolated: false });
