import type { UnitOfWork } from "@careconnect/kit";
import { followReplacement } from "../prepayment/prepayment.progress.ts";
import type { Calculation } from "../quote/quote.calculation.ts";
import { InvoiceRow } from "./invoice.entity.ts";
import { InvoiceStatus } from "./invoice.status.ts";
import { saveLines } from "./line.service.ts";

/** What an invoice charges for, and who bears it. */
interface Charged {
  readonly payerId: string | null;
  readonly calculation: Omit<Calculation, "shares">;
  /** Whether prices and terms alone have made it. */
  readonly autoPriced: boolean;
}

/** Makes the draft that stands in the place of an invoice that was withdrawn, also for whoever pays for the visit in advance. */
export async function draftInPlaceOf(
  unit: UnitOfWork,
  withdrawn: InvoiceRow,
  { payerId, calculation, autoPriced }: Charged,
): Promise<InvoiceRow> {
  const { patientId, appointmentId, cause, serviceOn, visitType, providerId } = withdrawn;
  const { currency, total, patientShare, payerShare, lines } = calculation;
  const invoice = unit.em.create(InvoiceRow, {
    ...{ patientId, appointmentId, cause, serviceOn, visitType, providerId, payerId, currency, autoPriced },
    ...{ replacesId: withdrawn.id, status: InvoiceStatus.DRAFT, claimExternalIds: [] },
    ...{ totalAmount: total, balanceAmount: total, patientShareAmount: patientShare, payerShareAmount: payerShare },
  } as never);
  await saveLines(unit.em, new Map([[invoice, lines]]));
  await followReplacement(unit, withdrawn, invoice);
  unit.touch(invoice.id, patientId);
  return invoice;
}
