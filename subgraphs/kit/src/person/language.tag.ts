import { z } from "zod";

/** A language as people choose it, by its BCP 47 tag, which is kept as it is written by convention: `es-mx` is `es-MX`. */
export const languageTag = z
  .string()
  .max(35, "must have 35 characters at most")
  .transform((value, context) => {
    const tag = canonicalTag(value);
    // No language has a name of more than three letters: such ones are well formed, and registered is none.
    if (tag !== undefined && /^[a-z]{2,3}(-|$)/.test(tag)) return tag;
    context.addIssue("must be a BCP 47 tag such as es-MX");
    return z.NEVER;
  });

function canonicalTag(value: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(value)[0];
  } catch {
    return undefined;
  }
}
