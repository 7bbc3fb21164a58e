import { fold, ownedRow } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";

/** The words of a name as searches compare them, each after a space: where one begins, a pattern can say. */
export function wordsOfName({ name }: { readonly name: string }): string {
  return [
    "",
    ...fold(name)
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean),
  ].join(" ");
}

/** An entry of the organization's catalogue of specialties. */
export const SpecialtyRow = defineEntity({
  name: "SpecialtyRow",
  tableName: "specialty",
  properties: {
    ...ownedRow,
    code: p.text(),
    name: p.text(),
    // Of one that an older process wrote, a trigger fills them in.
    nameWords: p.text().default("").onCreate(wordsOfName).onUpdate(wordsOfName),
  },
  indexes: [
    {
      name: "specialty_name_trigrams",
      expression: "create index specialty_name_trigrams on specialty using gin (name_words gin_trgm_ops)",
    },
  ],
  uniques: [{ name: "specialty_code_unique", properties: ["organizationId", "code"] }],
});

export type SpecialtyRow = InferEntity<typeof SpecialtyRow>;
