import { fold, ownedRow } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { PayerRow } from "../payer/payer.entity.ts";

type Named = { plan?: string | null };

/** On no day has one plan of a payer two terms. */
export const termsOverlap = "payer_terms_no_overlap";

/** What a payer leaves to patients, from one day to another. */
export const PayerTermsRow = defineEntity({
  name: "PayerTermsRow",
  tableName: "payer_terms",
  properties: {
    ...ownedRow,
    payerId: () => p.manyToOne(PayerRow).mapToPk().joinColumn("payer_id"),
    /** Null: every plan that has no terms of its own. */
    plan: p.text().$type<string | null>().nullable(),
    planFolded: p
      .text()
      .$type<string | null>()
      .nullable()
      .onCreate(({ plan }: Named) => (plan == null ? null : fold(plan)))
      .onUpdate(({ plan }: Named) => (plan == null ? null : fold(plan))),
    /** ISO 4217. */
    currency: p.text(),
    /** What of each invoice the patient pays first, in minor units. */
    copayAmount: p.bigint("number"),
    /** What of the rest the patient pays, in hundredths of a percent. */
    coinsuranceBasisPoints: p.integer(),
    /** The first and the last day of visits for which they hold; null: they do not end. */
    startsOn: p.date(),
    endsOn: p.date().$type<string | null>().nullable(),
  },
  indexes: [{ name: "payer_terms_listed", properties: ["organizationId", "startsOn", "id"] }],
  checks: [
    { name: "payer_terms_copay_in_range", expression: "copay_amount >= 0 and copay_amount <= 10000000000" },
    {
      name: "payer_terms_coinsurance_in_range",
      expression: "coinsurance_basis_points >= 0 and coinsurance_basis_points <= 10000",
    },
    { name: "payer_terms_currency_code", expression: "currency ~ '^[A-Z]{3}$'" },
    { name: "payer_terms_ends_after_start", expression: "ends_on >= starts_on" },
    {
      name: termsOverlap,
      expression: `exclude using gist (payer_id with =, (coalesce(plan_folded, '')) with =,
        daterange(starts_on, ends_on, '[]') with &&)`,
    },
  ],
});

export type PayerTermsRow = InferEntity<typeof PayerTermsRow>;
