import type { EntityManager } from "@mikro-orm/postgresql";
import type { InvoiceRow } from "../invoice/invoice.entity.ts";
import { InvoiceStatus } from "../invoice/invoice.status.ts";
import { LedgerAccount } from "./ledger.account.ts";
import { movementsOf, post } from "./ledger.query.ts";
import type { Movements } from "./posting.ts";

type Imported = Pick<InvoiceRow, "status" | "totalAmount" | "patientShareAmount" | "balanceAmount">;

/**
 * How the ledger has an invoice that its source system began: what is still owed is the patient's as far as their share goes,
 * and what is not owed any more was settled there.
 */
export function openingOf({ status, totalAmount, patientShareAmount, balanceAmount }: Imported): Movements {
  if (status === InvoiceStatus.VOID) return {};
  const patientOpen = Math.min(balanceAmount, patientShareAmount);
  return {
    [LedgerAccount.PATIENT_RECEIVABLE]: patientOpen,
    [LedgerAccount.PAYER_RECEIVABLE]: balanceAmount - patientOpen,
    [LedgerAccount.SETTLED_BEFORE_IMPORT]: totalAmount - balanceAmount,
    [LedgerAccount.REVENUE]: -totalAmount,
  };
}

/** What has to be moved so that `known` becomes `wanted`. */
export function differenceOf(wanted: Movements, known: Movements): Movements {
  return Object.fromEntries(
    Object.values(LedgerAccount).map((account) => [account, (wanted[account] ?? 0) - (known[account] ?? 0)]),
  );
}

/** Opens invoices in the ledger as they were stated, or moves what is different from how they were stated before. */
export async function postOpenings(em: EntityManager, actorId: string, invoices: readonly InvoiceRow[]): Promise<void> {
  const known = await movementsOf(
    em,
    invoices.map(({ id }) => id),
  );
  await post(
    em,
    actorId,
    invoices.map((invoice) => {
      const { id, currency, version } = invoice;
      const kind = known.has(id) ? `RESTATED:${version}` : "OPENING";
      return {
        ...{
          source: { type: "Invoice", id, kind },
          invoiceId: id,
          currency,
          occurredAt: invoice.issuedAt ?? new Date(),
        },
        movements: differenceOf(openingOf(invoice), known.get(id) ?? {}),
      };
    }),
  );
}
