import { knownUuid, languageTag } from "@careconnect/kit";
import { z } from "zod";

/** The rules that a provider's values obey, whichever way they come in. */
export const providerName = z.string().trim().min(1, "must not be empty").max(200, "must have 200 characters at most");

export const specialtyCode = z.string().trim().min(1, "must not be empty").max(100, "must have 100 characters at most");

const mostLanguages = 20;

/** BCP 47 tags, each once, as they are written canonically: `pt-br` and `pt-BR` are one. */
export const languageTags = z
  .array(languageTag)
  .max(mostLanguages, `must be ${mostLanguages} at most`)
  .transform((tags) => [...new Set(tags.flatMap((tag) => Intl.getCanonicalLocales(tag)))]);

/** Specialties, or locations, of one provider at most. */
export const mostLinks = 50;

export const specialtyCodes = z.array(specialtyCode).max(mostLinks, `must be ${mostLinks} at most`);

export const locationIds = z.array(z.string().transform(knownUuid)).max(mostLinks, `must be ${mostLinks} at most`);
