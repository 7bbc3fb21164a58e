import { by, type Reach, Role, type Rule, rowsWithin } from "@careconnect/kit";

/** What was paid is the front desk's to know, and the patient's of their own invoices. */
export const readPayments: Rule = {
  action: "payment.read",
  may: { ...by("organization", Role.ADMIN, Role.STAFF), PATIENT: "self" },
  subjectTo: ["location"],
};

/** Whoever takes money, or gives it back, writes it down: nobody does so for themselves. */
export const recordPayments: Rule = {
  action: "payment.record",
  may: by("organization", Role.ADMIN, Role.STAFF),
  subjectTo: ["location"],
};

/** Paid online is by the patient themselves, or by who has their card before them at the desk or at the telephone. */
export const payOnline: Rule = {
  action: "payment.pay",
  may: { ...by("organization", Role.ADMIN, Role.STAFF), PATIENT: "self" },
  subjectTo: ["location"],
};

/** The payments within `reach`. */
export function paymentsWithin(reach: Reach): object {
  return rowsWithin(reach, { patient: "patientId" });
}
