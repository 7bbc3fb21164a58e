import { IconAlertCircle, IconCircleCheck, IconFileInvoice, IconPencil } from "@tabler/icons-react";
import { type InvoiceStatus, InvoiceTotalsDocument } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useViewer } from "../../../lib/viewer.ts";
import { MetricCard } from "../../../ui/chart/metric-card.tsx";
import { SmallError } from "../../../ui/state/small-error.tsx";
import { useInvoiceChanges } from "../use-money-changes.ts";
import styles from "./metrics.module.css";

const cards = [
  { status: "ISSUED", icon: IconFileInvoice, label: "open", sum: "balance" },
  { status: "OVERDUE", icon: IconAlertCircle, label: "overdue", sum: "balance" },
  { status: "DRAFT", icon: IconPencil, label: "drafts", sum: "total" },
  { status: "PAID", icon: IconCircleCheck, label: "paid", sum: "total" },
] as const satisfies readonly { readonly status: InvoiceStatus; readonly [name: string]: unknown }[];

/** What invoices come to by status. */
export function InvoiceMetrics() {
  const { t } = useTranslation("bookkeeping");
  const format = useFormat();
  const { data, fetching, retry } = useAnswer({
    query: InvoiceTotalsDocument,
    variables: { filter: {} },
    requestPolicy: "cache-and-network",
  });
  useInvoiceChanges(null, retry);
  const totals = data?.invoiceTotals;
  const { currency } = useViewer().organization;
  const elsewhere = (totals ?? [])
    .filter(({ total }) => total.currency !== currency)
    .reduce((sum, { count }) => sum + count, 0);
  return (
    <section aria-label={t("invoices.metrics")} className={styles.metrics}>
      {cards.map(({ status, icon, label, sum }) => {
        const total = totals?.find((one) => one.status === status && one.total.currency === currency);
        return (
          <MetricCard
            key={status}
            icon={icon}
            label={t(`invoices.${label}`)}
            value={totals ? format.money(total?.[sum] ?? { amount: 0, currency }) : undefined}
            hint={totals && t("invoices.count", { count: total?.count ?? 0 })}
            unavailable={
              totals === null || (totals === undefined && !fetching) ? <SmallError onRetry={retry} /> : undefined
            }
          />
        );
      })}
      {elsewhere > 0 && <p className={styles.elsewhere}>{t("invoices.elsewhere", { count: elsewhere })}</p>}
    </section>
  );
}
