import { Button, Select } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconCashBanknoteOff, IconCircleCheck, IconCircleX, IconClock, IconReceiptRefund } from "@tabler/icons-react";
import { useCallback, useMemo } from "react";
import { Link, useSearchParams } from "react-router";
import {
  PaymentListDocument,
  type PaymentListQuery,
  PaymentMethod,
  PaymentStatus,
  PaymentSummaryDocument,
  type PaymentSummaryQuery,
} from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { usePages } from "../../../lib/graphql/use-pages.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { withParameter } from "../../../lib/search-parameter.ts";
import { MetricCard } from "../../../ui/chart/metric-card.tsx";
import { PageHeader } from "../../../ui/layout/page-header.tsx";
import { Sheet } from "../../../ui/layout/sheet.tsx";
import { PersonCell } from "../../../ui/people/person-cell.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { SmallError } from "../../../ui/state/small-error.tsx";
import { CompactRow } from "../../../ui/table/compact-row.tsx";
import type { Column } from "../../../ui/table/data-table.tsx";
import { FilterBar } from "../../../ui/table/filter-bar.tsx";
import { invoiceName } from "../../../ui/table/invoice-name.ts";
import { PagedTable } from "../../../ui/table/paged-table.tsx";
import { usePaymentChanges } from "../use-money-changes.ts";
import { BillingTabs } from "./billing-tabs.tsx";
import styles from "./metrics.module.css";
import { PaymentStatusBadge } from "./payment-status-badge.tsx";

type PaymentRow = NonNullable<PaymentListQuery["payments"]>["nodes"][number];

const selectPayments = (data: PaymentListQuery) => data.payments;
const statuses = Object.values(PaymentStatus);
const methods = Object.values(PaymentMethod);

/** What was paid, is under way, and failed. */
export function PaymentListPage() {
  const { t } = useTranslation("bookkeeping");
  const { t: common } = useTranslation();
  const [parameters, setParameters] = useSearchParams();
  const status = statuses.find((name) => name === parameters.get("status")) ?? null;
  const method = methods.find((name) => name === parameters.get("method")) ?? null;
  const pages = usePages(
    PaymentListDocument,
    {
      filter: {
        ...(status === null ? {} : { status: [status] }),
        ...(method === null ? {} : { method: [method] }),
      },
    },
    selectPayments,
  );
  const { data, fetching, retry } = useAnswer({
    query: PaymentSummaryDocument,
    variables: { filter: {} },
    requestPolicy: "cache-and-network",
  });
  usePaymentChanges(null, () => {
    pages.refresh();
    retry();
  });
  const roomy = useMediaQuery("(min-width: 75em)", undefined, { getInitialValueInEffect: false }) ?? true;
  const view = usePaymentView({ roomy });
  const set = useCallback(
    (name: string, value: string | null) =>
      setParameters((before) => withParameter(before, name, value), { replace: true }),
    [setParameters],
  );

  return (
    <>
      <PageHeader
        title={t("payments.title")}
        subtitle={pages.totalCount === null ? " " : t("payments.count", { count: pages.totalCount })}
      />
      <BillingTabs />
      <PaymentMetrics
        summary={fetching && data === undefined ? undefined : (data?.paymentSummary ?? null)}
        onRetry={retry}
      />
      <FilterBar label={t("payments.title")}>
        <Select
          aria-label={t("payments.status")}
          placeholder={t("payments.anyStatus")}
          value={status}
          onChange={(value) => set("status", value)}
          clearable
          data={statuses.map((name) => ({ value: name, label: t(`paymentStatuses.${name}`) }))}
        />
        <Select
          aria-label={t("payments.method")}
          placeholder={t("payments.anyMethod")}
          value={method}
          onChange={(value) => set("method", value)}
          clearable
          data={methods.map((name) => ({ value: name, label: t(`methods.${name}`) }))}
        />
      </FilterBar>
      <Sheet>
        <PagedTable
          pages={pages}
          caption={t("payments.title")}
          rowKey={(row) => row.id}
          {...view}
          empty={
            <EmptyState
              icon={IconCashBanknoteOff}
              title={t("payments.emptyTitle")}
              text={t("payments.emptyText")}
              action={
                status === null && method === null ? undefined : (
                  <Button variant="default" size="xs" onClick={() => setParameters({}, { replace: true })}>
                    {common("common.clearFilters")}
                  </Button>
                )
              }
            />
          }
        />
      </Sheet>
    </>
  );
}

interface PaymentMetricsProps {
  /** Undefined while it loads, null when there is none to be had. */
  readonly summary: PaymentSummaryQuery["paymentSummary"] | undefined;
  readonly onRetry: () => void;
}

function PaymentMetrics({ summary, onRetry }: PaymentMetricsProps) {
  const { t } = useTranslation("bookkeeping");
  const format = useFormat();
  const unavailable = summary === null ? <SmallError onRetry={onRetry} /> : undefined;
  const money = (of: "paid" | "pending" | "failed" | "refunded") => (summary ? format.money(summary[of]) : undefined);
  return (
    <section aria-label={t("payments.metrics")} className={styles.metrics}>
      <MetricCard
        icon={IconCircleCheck}
        label={t("payments.paid")}
        value={money("paid")}
        hint={summary ? t("payments.count", { count: summary.paidCount }) : undefined}
        unavailable={unavailable}
      />
      <MetricCard
        icon={IconClock}
        label={t("payments.pending")}
        value={money("pending")}
        hint={summary ? t("payments.count", { count: summary.pendingCount }) : undefined}
        unavailable={unavailable}
      />
      <MetricCard
        icon={IconCircleX}
        label={t("payments.failed")}
        value={money("failed")}
        hint={summary ? t("payments.count", { count: summary.failedCount }) : undefined}
        unavailable={unavailable}
      />
      <MetricCard
        icon={IconReceiptRefund}
        label={t("payments.refunded")}
        value={money("refunded")}
        hint={t("payments.refundedHint")}
        unavailable={unavailable}
      />
      {summary != null && summary.otherCurrencyCount > 0 && (
        <p className={styles.elsewhere}>{t("payments.elsewhere", { count: summary.otherCurrencyCount })}</p>
      )}
    </section>
  );
}

/** Without room, by which method something was paid stands below its invoice. */
function usePaymentView({ roomy }: { readonly roomy: boolean }) {
  const { t } = useTranslation("bookkeeping");
  const { t: common } = useTranslation();
  const format = useFormat();
  return useMemo(() => {
    const nameOf = ({ invoice }: PaymentRow) =>
      invoice === null ? common("common.notAvailable") : invoiceName(invoice, common, format);
    const methodOf = ({ method, party }: PaymentRow) =>
      [t(`methods.${method}`), party === "PAYER" ? t("payments.share") : null]
        .filter((part) => part !== null)
        .join(" · ");
    const receivedOn = ({ receivedAt, status }: PaymentRow) =>
      receivedAt !== null ? format.day(receivedAt) : status === "PENDING" ? t("invoice.underWay") : null;
    const all: readonly (Column<PaymentRow> | false)[] = [
      {
        id: "received",
        header: t("payments.column.received"),
        width: "124px",
        cell: receivedOn,
      },
      {
        id: "patient",
        header: t("payments.column.patient"),
        width: "26%",
        cell: ({ invoice }) => (
          <PersonCell
            name={invoice?.patient?.fullName}
            detail={invoice?.patient ? common("person.mrn", { mrn: invoice.patient.mrn }) : undefined}
          />
        ),
      },
      {
        id: "invoice",
        header: t("payments.column.invoice"),
        cell: (row) => (
          <>
            {row.invoice === null ? (
              nameOf(row)
            ) : (
              <Link to={`/billing/${row.invoice.id}`} className={styles.invoice}>
                {nameOf(row)}
              </Link>
            )}
            {!roomy && <span className={styles.detail}>{methodOf(row)}</span>}
          </>
        ),
      },
      roomy && { id: "method", header: t("payments.column.method"), width: "20%", cell: methodOf },
      {
        id: "amount",
        header: t("payments.column.amount"),
        width: "118px",
        align: "end",
        cell: (row) => <strong className={styles.amount}>{format.money(row.amount)}</strong>,
      },
      {
        id: "status",
        header: t("payments.column.status"),
        width: "150px",
        cell: (row) => <PaymentStatusBadge status={row.status} />,
      },
    ];
    const compact = (row: PaymentRow) => (
      <CompactRow
        title={row.invoice?.patient?.fullName ?? common("person.hidden")}
        to={row.invoice === null ? undefined : `/billing/${row.invoice.id}`}
        detail={[receivedOn(row), methodOf(row)].filter((part) => part !== null).join(" · ")}
        end={
          <>
            <strong className={styles.amount}>{format.money(row.amount)}</strong>
            <PaymentStatusBadge status={row.status} />
          </>
        }
      />
    );
    return { columns: all.filter((column) => column !== false), compact };
  }, [t, common, format, roomy]);
}
