import { z } from "zod";

/** A language as people choose it, by its BCP 47 tag. */
export const languageTag = z
  .string()
  .max(35, "must have 35 characters at most")
  .refine(isLanguageTag, "must be a BCP 47 tag such as es-MX");

function isLanguageTag(value: string): boolean {
  try {
    return Intl.getCanonicalLocales(value).length === 1;
  } catch {
    return false;
  }
}
