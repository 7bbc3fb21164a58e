import { DifferenceKind, type ReconciliationRunFragment } from "../../graphql/graphql.ts";
import type { Translate } from "../../lib/i18n/texts.ts";
import type { Tone } from "../../ui/status/badge.tsx";

/** Whether a comparison was asked for, or goes on. */
export function isUnderWay({ status }: Pick<ReconciliationRunFragment, "status">): boolean {
  return status === "PENDING" || status === "RUNNING";
}

/** How much a comparison found to differ, of every kind. */
export function differencesIn({ counts }: Pick<ReconciliationRunFragment, "counts">): number {
  return (counts ?? []).reduce((all, { count }) => all + count, 0);
}

/** How a comparison stands, in a word, and its colour. */
export function standingOf(
  run: ReconciliationRunFragment,
  t: Translate<"bookkeeping">,
): { readonly tone: Tone; readonly label: string } {
  const found = differencesIn(run);
  switch (run.status) {
    case "PENDING":
      return { tone: "grey", label: t("reconciliation.standing.waiting") };
    case "RUNNING":
      return { tone: "blue", label: t("reconciliation.standing.running") };
    case "INCOMPLETE":
      return { tone: "red", label: t("reconciliation.standing.incomplete") };
    default:
      return found === 0
        ? { tone: "green", label: t("reconciliation.standing.agrees") }
        : { tone: "amber", label: t("reconciliation.count", { count: found }) };
  }
}

const gatewaySteps = ["GATEWAY_PAYMENTS", "GATEWAY_REFUNDS"] as const;

/** What a comparison looks at, in words; null for a step that this app does not know yet. */
export function stepName(step: string | null, t: Translate<"bookkeeping">): string | null {
  const kind = Object.values(DifferenceKind).find((name) => name === step);
  if (kind !== undefined) {
    return t(`reconciliation.kinds.${kind}.name`);
  }
  const gateway = gatewaySteps.find((name) => name === step);
  return gateway === undefined ? null : t(`reconciliation.steps.${gateway}`);
}

const subjects = [
  "Payment",
  "Refund",
  "CreditNote",
  "Invoice",
  "Appointment",
  "Number",
  "Prepayment",
  "LedgerTransaction",
  "GatewayPayment",
  "GatewayRefund",
] as const;

const named: ReadonlySet<string> = new Set(["Number", "GatewayPayment", "GatewayRefund"]);

/** What a difference is about, in words. Only of numbers and of what is the payment service's own people know the id. */
export function subjectName(
  { subject, subjectId }: { readonly subject: string; readonly subjectId: string },
  t: Translate<"bookkeeping">,
): string {
  const known = subjects.find((name) => name === subject);
  if (known === undefined) {
    return subject;
  }
  const name = t(`reconciliation.subjects.${known}`);
  return named.has(known) ? `${name} ${subjectId}` : name;
}
