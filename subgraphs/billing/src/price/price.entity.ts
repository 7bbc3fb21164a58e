import { ownedRow, type VisitType } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { PayerRow } from "../payer/payer.entity.ts";

/** On no day has the same visit two prices; those that follow each other day by day do not overlap. */
export const priceOverlap = "price_no_overlap";

/** What a kind of visit costs, before tax, from one day to another. */
export const PriceRow = defineEntity({
  name: "PriceRow",
  tableName: "price",
  properties: {
    ...ownedRow,
    visitType: p.text().$type<VisitType>(),
    /** The code of one of the provider's; null: of any. */
    specialty: p.text().$type<string | null>().nullable(),
    /** Null: whoever pays. */
    payerId: () => p.manyToOne(PayerRow).mapToPk().joinColumn("payer_id").deleteRule("restrict").nullable(),
    /** ISO 4217. */
    currency: p.text(),
    /** In minor units. */
    amount: p.bigint("number"),
    /** In hundredths of a percent, on top. */
    taxBasisPoints: p.integer(),
    /** The first and the last day of visits that cost it; null: it does not end. */
    startsOn: p.date(),
    endsOn: p.date().$type<string | null>().nullable(),
  },
  indexes: [{ name: "price_listed", properties: ["organizationId", "startsOn", "id"] }],
  checks: [
    { name: "price_of_known_visit", expression: "visit_type in ('IN_PERSON', 'VIDEO', 'PHONE')" },
    { name: "price_amount_in_range", expression: "amount >= 0 and amount <= 10000000000" },
    { name: "price_tax_in_range", expression: "tax_basis_points >= 0 and tax_basis_points <= 10000" },
    { name: "price_currency_code", expression: "currency ~ '^[A-Z]{3}$'" },
    { name: "price_ends_after_start", expression: "ends_on >= starts_on" },
    {
      name: priceOverlap,
      expression: `exclude using gist (organization_id with =, visit_type with =, (coalesce(specialty, '')) with =,
        (coalesce(payer_id, '00000000-0000-0000-0000-000000000000'::uuid)) with =,
        daterange(starts_on, ends_on, '[]') with &&)`,
    },
  ],
});

export type PriceRow = InferEntity<typeof PriceRow>;
