import { currentPatient, ownedRow } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { InvoiceRow } from "../invoice/invoice.entity.ts";
import { PrepaymentFailure, PrepaymentState } from "./prepayment.state.ts";

/** A visit that is paid in advance: one row from the moment that it is asked for until nothing more comes of its money. */
export const PrepaymentRow = defineEntity({
  name: "PrepaymentRow",
  tableName: "prepayment",
  properties: {
    ...ownedRow,
    /** Owned by the appointment subgraph. */
    appointmentId: p.uuid(),
    /** Owned by the patient subgraph. */
    patientId: p.uuid(),
    currentPatientId: currentPatient(),
    /** Null when there is no price for it. */
    invoiceId: () => p.manyToOne(InvoiceRow).mapToPk().joinColumn("invoice_id").deleteRule("no action").nullable(),
    state: p.enum(() => PrepaymentState),
    /** Until when its time is held. */
    payUntil: p.datetime(3),
    paidAt: p.datetime(3).$type<Date | null>().nullable(),
    /** How often a card was declined for it. */
    declines: p.integer().default(0),
    failure: p
      .enum(() => PrepaymentFailure)
      .$type<PrepaymentFailure | null>()
      .nullable(),
  },
  uniques: [{ name: "prepayment_appointment_unique", properties: ["organizationId", "appointmentId"] }],
  indexes: [
    { name: "prepayment_listed", properties: ["organizationId", "createdAt", "id"] },
    {
      name: "prepayment_of_invoice",
      expression: "create index prepayment_of_invoice on prepayment (invoice_id) where invoice_id is not null",
    },
  ],
});

export type PrepaymentRow = InferEntity<typeof PrepaymentRow>;
