import { invalid } from "./row.rejection.ts";

export interface PersonName {
  readonly givenName: string;
  readonly familyName: string;
}

/** A part of a name; Synthea ends each word with digits that make it unique, which the import keeps unless told. */
export function namePart(column: string, text: string, { stripDigits }: { readonly stripDigits: boolean }): string {
  if (!stripDigits) return text;
  const name = text.replace(/\d+(?=\s|-|'|$)/g, "").trim();
  if (name === "") throw invalid(column, "is nothing but digits");
  return name;
}

/** A full name, split at its last space. */
export function splitName(column: string, text: string, options: { readonly stripDigits: boolean }): PersonName {
  const name = namePart(column, text, options);
  const split = name.lastIndexOf(" ");
  if (split === -1) throw invalid(column, "must hold a given name and a family name");
  return { givenName: name.slice(0, split).trim(), familyName: name.slice(split + 1) };
}
