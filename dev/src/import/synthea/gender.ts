import type { Gender } from "../canonical.rows.ts";
import type { CsvFields } from "./csv.fields.ts";
import { invalid } from "./row.rejection.ts";

const genderOf: ReadonlyMap<string, Gender> = new Map([
  ["M", "MALE"],
  ["F", "FEMALE"],
]);

/** The gender of a record; undefined when it says none. */
export function gender(fields: CsvFields<"GENDER">): Gender | undefined {
  const text = fields.text("GENDER");
  if (text === undefined) return undefined;
  const known = genderOf.get(text);
  if (!known) throw invalid("GENDER", `"${text}" is neither M nor F`);
  return known;
}
