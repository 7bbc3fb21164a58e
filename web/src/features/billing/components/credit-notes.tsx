import { Button } from "@mantine/core";
import type { InvoiceWholeFragment } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { Card } from "../../../ui/layout/card.tsx";
import { usePdf } from "../use-pdf.ts";
import styles from "./invoice-page.module.css";

/** What was taken back of an invoice after it was issued. */
export function CreditNotes({ invoice }: { readonly invoice: InvoiceWholeFragment }) {
  const { t } = useTranslation("bookkeeping");
  const format = useFormat();
  const pdf = usePdf(invoice.id);
  if (invoice.creditNotes === null || invoice.creditNotes.length === 0) {
    return null;
  }
  return (
    <Card title={t("invoice.creditNotes")} flush>
      <ul className={styles.entries}>
        {invoice.creditNotes.map(({ id, number, party, reason, issuedAt, amount }) => (
          <li key={id} className={styles.entry}>
            <span>
              <strong>{number}</strong>
              <span className={styles.detail}>
                {[format.day(issuedAt), t(`parties.${party}`), reason].filter((part) => part !== null).join(" · ")}
              </span>
            </span>
            <strong className={styles.amount}>{format.money({ ...amount, amount: -amount.amount })}</strong>
            <Button
              variant="default"
              size="xs"
              className={styles.unprinted ?? ""}
              aria-label={t("invoice.pdfOf", { number })}
              disabled={pdf.loading}
              onClick={() => pdf.open(id)}
            >
              {t("invoice.pdf")}
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}
