import type { CommandUnit } from "@careconnect/kit";
import type { InvoiceRow } from "../invoice/invoice.entity.ts";
import { accountsOf, type InvoiceParty } from "../invoice/invoice.party.ts";
import { InvoiceLineRow } from "../invoice/line.entity.ts";
import { InvoiceLineKind } from "../invoice/line.kind.ts";
import { nextNumber } from "../invoice/number.query.ts";
import { settle } from "../invoice/settlement.ts";
import { LedgerAccount } from "../ledger/ledger.account.ts";
import { movementsOf, post } from "../ledger/ledger.query.ts";
import { proportionOf } from "../money/minor.units.ts";
import { unlessErased } from "../references/erased.text.ts";
import { CreditNoteRow } from "./credit.entity.ts";

const sumOf = (amounts: readonly number[]) => amounts.reduce((sum, amount) => sum + amount, 0);

/** What of a party's share these notes take back. */
export function creditedOf(notes: readonly CreditNoteRow[], party: InvoiceParty): number {
  return sumOf(notes.filter((note) => note.party === party).map((note) => note.amount));
}

/** Takes back `amount` of a party's share of an invoice that the transaction holds, which is never more than is left of it. */
export async function writeCredit(
  unit: CommandUnit,
  invoice: InvoiceRow,
  given: {
    readonly party: InvoiceParty;
    readonly amount: number;
    readonly reason: string;
    readonly actorId: string;
  },
): Promise<void> {
  const { party, amount } = given;
  const known = await unit.em.find(CreditNoteRow, { invoiceId: invoice.id });
  const taxes = await unit.em.find(InvoiceLineRow, { invoiceId: invoice.id, kind: InvoiceLineKind.TAX });
  const credited = sumOf(known.map((note) => note.amount)) + amount;
  // Of all notes together it is in proportion, so that with the last one all of the tax is taken back.
  const taxAmount =
    proportionOf(sumOf(taxes.map((line) => line.amount)), credited, invoice.totalAmount) -
    sumOf(known.map((note) => note.taxAmount));
  const note = unit.em.create(CreditNoteRow, {
    ...{ invoiceId: invoice.id, number: await nextNumber(unit.em, "CN"), party, amount, taxAmount },
    reason: await unlessErased(unit.em, invoice.patientId, given.reason),
    ...{ issuedAt: new Date(), issuedBy: given.actorId },
  } as never);
  // The next note counts this one.
  await unit.em.flush();

  const { receivable, refundsPayable } = accountsOf[party];
  const owed = (await movementsOf(unit.em, [invoice.id])).get(invoice.id)?.[receivable] ?? 0;
  const unpaid = Math.min(owed, amount);
  await post(unit.em, given.actorId, [
    {
      ...{ source: { type: "CreditNote", id: note.id, kind: "ISSUED" }, invoiceId: invoice.id },
      ...{ currency: invoice.currency, occurredAt: note.issuedAt },
      movements: {
        [LedgerAccount.REVENUE]: amount - taxAmount,
        [LedgerAccount.TAX_PAYABLE]: taxAmount,
        [receivable]: -unpaid,
        [refundsPayable]: unpaid - amount,
      },
    },
  ]);
  await settle(unit, invoice, { by: "credit", amount: unpaid });
}
