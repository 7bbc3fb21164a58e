import { currentPatient, ownedRow, sensitive, VisitType } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { PayerRow } from "../payer/payer.entity.ts";
import { InvoiceCause } from "./invoice.cause.ts";
import { InvoiceStatus } from "./invoice.status.ts";

type Dated = { issuedAt?: Date | null; createdAt?: Date };

/** Amounts are in minor units of `currency`; the checks keep them within what a JavaScript number holds exactly. */
export const InvoiceRow = defineEntity({
  name: "InvoiceRow",
  tableName: "invoice",
  properties: {
    ...ownedRow,
    /** The id in the system that the row was imported from. */
    externalId: p.text().$type<string | null>().nullable(),
    /** What is printed on it; null for a draft and for history, which kept its number in its own system. */
    number: p.text().$type<string | null>().nullable(),
    status: p.enum(() => InvoiceStatus),
    /** ISO 4217. */
    currency: p.text(),
    totalAmount: p.bigint("number"),
    payerShareAmount: p.bigint("number"),
    patientShareAmount: p.bigint("number"),
    /** What is still owed. */
    balanceAmount: p.bigint("number"),
    /** What it was made for here; of an appointment, each once. Null for history. */
    cause: p
      .enum(() => InvoiceCause)
      .$type<InvoiceCause | null>()
      .nullable(),
    /** The invoice that was withdrawn, and in whose place this one stands. */
    replacesId: p.uuid().$type<string | null>().nullable(),
    /** What is priced, and with whom: null for history, and where nobody told. */
    visitType: p
      .enum(() => VisitType)
      .$type<VisitType | null>()
      .nullable(),
    /** Owned by the provider subgraph. */
    providerId: p.uuid().$type<string | null>().nullable(),
    /** Whether its lines come from prices and terms alone: then it is priced anew when a coverage is told of after its visit. */
    autoPriced: p.boolean().default(false),
    /** The day of the visit by the organization's calendar, whose prices and terms hold. */
    serviceOn: p.date().$type<string | null>().nullable(),
    /** Null for a draft. */
    issuedAt: p.datetime(3).$type<Date | null>().nullable(),
    dueAt: p.datetime(3).$type<Date | null>().nullable(),
    voidedAt: p.datetime(3).$type<Date | null>().nullable(),
    voidReason: sensitive(),
    // A cursor cannot stand on null: lists sort by when an invoice was issued, or made while it is a draft.
    listedAt: p
      .datetime(3)
      .onCreate((row: Dated) => row.issuedAt ?? row.createdAt ?? new Date())
      .onUpdate((row: Dated) => row.issuedAt ?? row.createdAt ?? new Date()),
    /** Owned by the patient subgraph. */
    patientId: p.uuid(),
    currentPatientId: currentPatient(),
    /** Owned by the appointment subgraph. */
    appointmentId: p.uuid().$type<string | null>().nullable(),
    payerId: () => p.manyToOne(PayerRow).mapToPk().joinColumn("payer_id").deleteRule("restrict").nullable(),
    /** The claims, by their ids in the source system, that were made for it. */
    claimExternalIds: p.array().columnType("text[]").$type<string[]>(),
  },
  uniques: [
    { name: "invoice_external_id_unique", properties: ["organizationId", "externalId"] },
    { name: "invoice_number_unique", properties: ["organizationId", "number"] },
    { name: "invoice_replaces_unique", properties: ["organizationId", "replacesId"] },
  ],
  indexes: [
    {
      name: "invoice_cause_unique",
      expression:
        "create unique index invoice_cause_unique on invoice (organization_id, appointment_id, cause) where status <> 'VOID'",
    },
    {
      name: "invoice_auto_priced",
      expression: "create index invoice_auto_priced on invoice (organization_id, patient_id) where auto_priced",
    },
    { properties: ["organizationId", "listedAt", "id"] },
    { properties: ["organizationId", "patientId", "listedAt", "id"] },
    { properties: ["organizationId", "appointmentId"] },
    {
      name: "invoice_to_fall_due",
      expression:
        "create index invoice_to_fall_due on invoice (organization_id, due_at) where status = 'ISSUED' and number is not null",
    },
  ],
  checks: [
    { name: "invoice_total_in_range", expression: "total_amount >= 0 and total_amount <= 9007199254740991" },
    {
      name: "invoice_total_is_shared",
      expression:
        "payer_share_amount >= 0 and patient_share_amount >= 0 and total_amount = payer_share_amount + patient_share_amount",
    },
    { name: "invoice_balance_within_total", expression: "balance_amount >= 0 and balance_amount <= total_amount" },
    { name: "invoice_paid_owes_nothing", expression: "status <> 'PAID' or balance_amount = 0" },
    { name: "invoice_issued_has_date", expression: "status in ('DRAFT', 'VOID') or issued_at is not null" },
    {
      name: "invoice_numbered_is_issued",
      expression: "number is null or status <> 'DRAFT' and issued_at is not null and due_at is not null",
    },
    { name: "invoice_currency_code", expression: "currency ~ '^[A-Z]{3}$'" },
  ],
});

export type InvoiceRow = InferEntity<typeof InvoiceRow>;
