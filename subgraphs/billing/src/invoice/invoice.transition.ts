import { CommandRefusal } from "@careconnect/kit";
import { InvoiceStatus } from "./invoice.status.ts";

const { DRAFT, ISSUED, PAID, VOID, OVERDUE } = InvoiceStatus;

export type InvoiceStep = "edit" | "issue" | "void" | "fallDue" | "pay" | "refund" | "credit" | "settle" | "owe";

interface InvoiceTransition {
  readonly step: InvoiceStep;
  readonly from: InvoiceStatus;
  readonly to: InvoiceStatus;
}

/** The state machine of invoices, which begins with DRAFT. A step that is not here is an ILLEGAL_TRANSITION. */
export const invoiceTransitions: readonly InvoiceTransition[] = [
  { step: "edit", from: DRAFT, to: DRAFT },
  { step: "issue", from: DRAFT, to: ISSUED },
  { step: "void", from: DRAFT, to: VOID },
  { step: "void", from: ISSUED, to: VOID },
  { step: "void", from: OVERDUE, to: VOID },
  { step: "fallDue", from: ISSUED, to: OVERDUE },
  { step: "pay", from: ISSUED, to: ISSUED },
  { step: "pay", from: OVERDUE, to: OVERDUE },
  { step: "refund", from: ISSUED, to: ISSUED },
  { step: "refund", from: OVERDUE, to: OVERDUE },
  { step: "refund", from: PAID, to: PAID },
  { step: "credit", from: ISSUED, to: ISSUED },
  { step: "credit", from: OVERDUE, to: OVERDUE },
  { step: "credit", from: PAID, to: PAID },
  // What of it is owed decides these, after any of the four above.
  { step: "settle", from: ISSUED, to: PAID },
  { step: "settle", from: OVERDUE, to: PAID },
  { step: "settle", from: PAID, to: PAID },
  { step: "owe", from: ISSUED, to: ISSUED },
  { step: "owe", from: OVERDUE, to: OVERDUE },
  // If it was due before, the clock says so again.
  { step: "owe", from: PAID, to: ISSUED },
];

/**
 * The status to which `step` leads from `status`.
 * @param field of the input that names the invoice
 * @throws CommandRefusal ILLEGAL_TRANSITION, which names the status
 */
export function statusAfter(step: InvoiceStep, status: InvoiceStatus, field = "id"): InvoiceStatus {
  const steps = invoiceTransitions.filter((one) => one.step === step);
  const found = steps.find(({ from }) => from === status);
  if (found) return found.to;
  const possible = steps.map(({ from }) => from).join(" or ");
  throw new CommandRefusal(
    "ILLEGAL_TRANSITION",
    [field],
    `This invoice is ${status}; this can only be done while it is ${possible}. Read it again and decide anew.`,
  );
}
