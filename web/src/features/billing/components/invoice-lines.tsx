import { useMemo } from "react";
import type { InvoiceWholeFragment } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { Card } from "../../../ui/layout/card.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { CompactRow } from "../../../ui/table/compact-row.tsx";
import { type Column, DataTable } from "../../../ui/table/data-table.tsx";
import { settlementOf } from "../settlement.ts";
import { useLineText } from "../use-line-text.ts";
import styles from "./invoice-page.module.css";

type Line = NonNullable<InvoiceWholeFragment["lines"]>[number];

/** What is charged for, and what it comes to. */
export function InvoiceLines({ invoice }: { readonly invoice: InvoiceWholeFragment }) {
  const { t } = useTranslation();
  const format = useFormat();
  const textOf = useLineText();
  const columns = useMemo<readonly Column<Line>[]>(
    () => [
      { id: "description", header: t("billing.line.description"), cell: textOf },
      {
        id: "quantity",
        header: t("billing.line.quantity"),
        width: "13%",
        align: "end",
        cell: (line) => format.number(line.quantity),
      },
      {
        id: "unitPrice",
        header: t("billing.line.unitPrice"),
        width: "20%",
        align: "end",
        cell: (line) => format.money(line.unitPrice),
      },
      {
        id: "amount",
        header: t("billing.line.amount"),
        width: "20%",
        align: "end",
        cell: (line) => format.money(line.amount),
      },
    ],
    [t, format, textOf],
  );
  return (
    <Card title={t("billing.lines")} flush>
      {invoice.lines === null || invoice.lines.length === 0 ? (
        <EmptyState text={t("billing.linesEmpty")} />
      ) : (
        <DataTable
          caption={t("billing.lines")}
          columns={columns}
          rows={invoice.lines}
          rowKey={(line) => line.id}
          compact={(line) => (
            <CompactRow
              title={textOf(line)}
              detail={`${format.number(line.quantity)} × ${format.money(line.unitPrice)}`}
              end={format.money(line.amount)}
            />
          )}
        />
      )}
      <Totals invoice={invoice} />
    </Card>
  );
}

function Totals({ invoice }: { readonly invoice: InvoiceWholeFragment }) {
  const { t } = useTranslation("bookkeeping");
  const format = useFormat();
  const { currency } = invoice.total;
  const { net, discount, tax, credited, paid } = settlementOf(invoice);
  const row = (name: "subtotal" | "discount" | "tax" | "credited" | "paid", amount: number, less = false) =>
    amount === 0 ? null : (
      <div key={name}>
        <dt>{t(`invoice.${name}`)}</dt>
        <dd>{format.money({ amount: less ? -amount : amount, currency })}</dd>
      </div>
    );
  return (
    <dl className={styles.totals}>
      {(discount !== 0 || tax !== 0) && row("subtotal", net)}
      {row("discount", discount)}
      {row("tax", tax)}
      <div className={styles.total}>
        <dt>{t("invoice.total")}</dt>
        <dd>{format.money(invoice.total)}</dd>
      </div>
      {row("credited", credited, true)}
      {row("paid", paid, true)}
      <div className={styles.total}>
        <dt>{t("invoice.balance")}</dt>
        <dd>{format.money(invoice.balance)}</dd>
      </div>
    </dl>
  );
}
