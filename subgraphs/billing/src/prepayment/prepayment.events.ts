import { type DomainEvent, defineEvent } from "@careconnect/kit";
import { z } from "zod";
import type { PrepaymentRow } from "./prepayment.entity.ts";
import { PrepaymentFailure } from "./prepayment.state.ts";

const facts = z.object({ prepaymentId: z.uuid(), appointmentId: z.uuid(), patientId: z.uuid() });

export const prepaymentPaidEvent = defineEvent("prepayment.paid", 1, {
  aggregateType: "Prepayment",
  description: "The patient's share of a visit that is paid in advance was paid: the visit can be confirmed.",
  payload: facts.extend({ paidAt: z.iso.datetime().describe("when it was paid, which may be before it is told") }),
});

export const prepaymentFailedEvent = defineEvent("prepayment.failed", 1, {
  aggregateType: "Prepayment",
  description: "A visit cannot be paid in advance: it is to be called off.",
  payload: facts.extend({ failure: z.enum(PrepaymentFailure) }),
});

const factsOf = (row: PrepaymentRow) => ({
  ...{ prepaymentId: row.id, appointmentId: row.appointmentId, patientId: row.patientId },
});

export const prepaymentPaid = (row: PrepaymentRow): DomainEvent =>
  prepaymentPaidEvent.of(row, { ...factsOf(row), paidAt: (row.paidAt ?? new Date()).toISOString() });

export const prepaymentFailed = (row: PrepaymentRow, failure: PrepaymentFailure): DomainEvent =>
  prepaymentFailedEvent.of(row, { ...factsOf(row), failure });
