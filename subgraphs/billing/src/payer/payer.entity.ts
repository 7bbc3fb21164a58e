import { addressColumn, fold, ownedRow } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";

const folded = ({ name }: { readonly name: string }) => fold(name);

/** An insurer or programme that pays a share of what patients are invoiced. */
export const PayerRow = defineEntity({
  name: "PayerRow",
  tableName: "payer",
  properties: {
    ...ownedRow,
    /** The id in the system that the row was imported from. */
    externalId: p.text().$type<string | null>().nullable(),
    name: p.text(),
    // Of one that an older process wrote, a trigger fills it in.
    nameFolded: p.text().default("").onCreate(folded).onUpdate(folded),
    // A company's published number and address: plain, unlike a patient's.
    phone: p.text().$type<string | null>().nullable(),
    address: addressColumn,
  },
  indexes: [{ properties: ["organizationId", "name", "id"] }],
  uniques: [{ name: "payer_external_id_unique", properties: ["organizationId", "externalId"] }],
});

export type PayerRow = InferEntity<typeof PayerRow>;
