import type { useFormat } from "../../lib/format/use-format.ts";
import type { Translate } from "../../lib/i18n/texts.ts";

interface NamedInvoice {
  readonly number: string | null;
  readonly issuedAt: string | null;
}

/** What to call an invoice: its number, or its day where it has none, as drafts and imported ones do not. */
export function invoiceName(invoice: NamedInvoice, t: Translate, format: ReturnType<typeof useFormat>): string {
  if (invoice.number !== null) {
    return invoice.number;
  }
  return invoice.issuedAt === null
    ? t("billing.invoice")
    : t("billing.invoiceOf", { date: format.day(invoice.issuedAt) });
}
