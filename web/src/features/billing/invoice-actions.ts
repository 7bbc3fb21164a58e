import type { InvoiceStatus, InvoiceWholeFragment, Role } from "../../graphql/graphql.ts";
import { isDesk } from "../../lib/viewer.ts";

export const invoiceActions = ["issue", "edit", "pay", "credit", "void", "replace"] as const;

export type InvoiceAction = (typeof invoiceActions)[number];

type Invoice = Pick<
  InvoiceWholeFragment,
  "status" | "balance" | "total" | "lines" | "patient" | "creditNotes" | "replacedBy"
>;

interface Step {
  readonly action: InvoiceAction;
  readonly from: readonly InvoiceStatus[];
  readonly when?: (invoice: Invoice) => boolean;
}

const owes = ({ balance }: Invoice) => balance.amount > 0;
const charges = ({ lines }: Invoice) => (lines?.length ?? 0) > 0;
const untouched = ({ balance, total, creditNotes }: Invoice) =>
  balance.amount === total.amount && (creditNotes?.length ?? 0) === 0;

// As the server's state machine has it, which decides in any case: here it only spares people what it would refuse.
const steps: readonly Step[] = [
  { action: "issue", from: ["DRAFT"], when: charges },
  { action: "edit", from: ["DRAFT"] },
  { action: "void", from: ["DRAFT"] },
  { action: "void", from: ["ISSUED", "OVERDUE"], when: untouched },
  { action: "pay", from: ["ISSUED", "OVERDUE"], when: owes },
  { action: "credit", from: ["ISSUED", "OVERDUE", "PAID"] },
  { action: "replace", from: ["VOID"], when: ({ replacedBy }) => replacedBy === null },
];

interface Viewer {
  readonly roles: readonly Role[];
  readonly patientId: string | null;
}

/** Whether the viewer moves money of an invoice: the desk does, and nobody of one that charges themselves. */
export function movesMoneyOf({ patient }: Pick<Invoice, "patient">, { roles, patientId }: Viewer): boolean {
  return isDesk(roles) && (patientId === null || patient?.id !== patientId);
}

/** What the viewer can do with an invoice now, in the order of {@link invoiceActions}. */
export function allowedInvoiceActions(invoice: Invoice, viewer: Viewer): readonly InvoiceAction[] {
  if (!movesMoneyOf(invoice, viewer)) {
    return [];
  }
  const possible = new Set(
    steps
      .filter(({ from, when }) => from.includes(invoice.status) && (when === undefined || when(invoice)))
      .map(({ action }) => action),
  );
  return invoiceActions.filter((action) => possible.has(action));
}
