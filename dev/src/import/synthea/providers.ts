import type { Specialty } from "../canonical.rows.ts";
import { gender } from "./gender.ts";
import { splitName } from "./person.name.ts";
import { given, optionalReference, type RowMapping } from "./row.mapping.ts";
import { requiredTimeZone } from "./state.time-zone.ts";

export const providerMapping: RowMapping<"providers", "providers.csv"> = {
  kind: "providers",
  file: "providers.csv",
  map(fields, context) {
    const location = optionalReference(fields, "ORGANIZATION", "locations", context);
    const speciality = fields.text("SPECIALITY");
    return {
      line: fields.line,
      externalId: fields.requiredText("Id"),
      ...splitName("NAME", fields.requiredText("NAME"), context),
      ...given("gender", gender(fields)),
      specialties: speciality === undefined ? [] : [specialtyOf(speciality)],
      locationExternalIds: location === undefined ? [] : [location],
      timeZone: requiredTimeZone("STATE", fields.text("STATE"), context),
    };
  },
};

/** `GENERAL PRACTICE` is GENERAL_PRACTICE, "General Practice". */
export function specialtyOf(text: string): Specialty {
  return {
    code: text
      .toUpperCase()
      .replace(/[^\p{L}\p{N}]+/gu, "_")
      .replace(/^_|_$/g, ""),
    name: text.toLowerCase().replace(/(?<![\p{L}\p{N}'])\p{L}/gu, (letter) => letter.toUpperCase()),
  };
}
