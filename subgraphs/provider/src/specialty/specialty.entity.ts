import { ownedRow } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";

/** An entry of the organization's catalogue of specialties. */
export const SpecialtyRow = defineEntity({
  name: "SpecialtyRow",
  tableName: "specialty",
  properties: {
    ...ownedRow,
    code: p.text(),
    name: p.text(),
  },
  uniques: [{ name: "specialty_code_unique", properties: ["organizationId", "code"] }],
});

export type SpecialtyRow = InferEntity<typeof SpecialtyRow>;
