import { Skeleton } from "@mantine/core";
import { IconReceiptOff } from "@tabler/icons-react";
import { useMemo } from "react";
import { useParams } from "react-router";
import { InvoiceDetailDocument, type InvoiceDetailQuery } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { failureOf } from "../../../lib/graphql/failure.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { audienceOf, useViewer } from "../../../lib/viewer.ts";
import { BackLink } from "../../../ui/layout/back-link.tsx";
import { Card } from "../../../ui/layout/card.tsx";
import { Facts } from "../../../ui/layout/facts.tsx";
import { PageHeader } from "../../../ui/layout/page-header.tsx";
import { Sheet } from "../../../ui/layout/sheet.tsx";
import { PersonCell } from "../../../ui/people/person-cell.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { ErrorState } from "../../../ui/state/error-state.tsx";
import { InvoiceStatusBadge } from "../../../ui/status/status-badge.tsx";
import { CompactRow } from "../../../ui/table/compact-row.tsx";
import { type Column, DataTable } from "../../../ui/table/data-table.tsx";
import { invoiceName } from "../../../ui/table/invoice-name.ts";
import styles from "./invoice-page.module.css";

type Invoice = NonNullable<InvoiceDetailQuery["invoice"]>;
type Line = NonNullable<Invoice["lines"]>[number];

export function InvoicePage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { invoiceId = "" } = useParams();
  const staff = audienceOf(useViewer().roles) === "staff";
  const { data, error, fetching, retry } = useAnswer({
    query: InvoiceDetailDocument,
    variables: { id: invoiceId },
    requestPolicy: "cache-and-network",
  });
  const invoice = data?.invoice ?? null;
  const failed = invoice === null && !fetching && failureOf(error, "invoice") !== null;
  const missing = invoice === null && !fetching && !failed;
  const listTitle = staff ? t("billing.title") : t("billing.myTitle");

  return (
    <>
      <PageHeader
        title={invoice === null ? (missing ? t("billing.notFoundTitle") : listTitle) : invoiceName(invoice, t, format)}
        before={<BackLink to="/billing" label={listTitle} />}
        subtitle={invoice === null ? " " : <InvoiceSubtitle invoice={invoice} />}
      />
      {missing && (
        <Sheet>
          <EmptyState icon={IconReceiptOff} title={t("billing.notFoundTitle")} text={t("billing.notFoundText")} />
        </Sheet>
      )}
      {failed && (
        <Sheet>
          <ErrorState onRetry={retry} />
        </Sheet>
      )}
      {invoice === null && fetching && (
        <div className={styles.columns} role="status" aria-label={t("common.loading")}>
          <Skeleton height={260} radius={12} />
          <Skeleton height={260} radius={12} />
        </div>
      )}
      {invoice !== null && (
        <div className={styles.columns}>
          <InvoiceLines invoice={invoice} />
          <InvoiceSummary invoice={invoice} linked={staff} />
        </div>
      )}
    </>
  );
}

function InvoiceSubtitle({ invoice }: { invoice: Invoice }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className={styles.subtitle}>
      {invoice.issuedAt !== null && <span>{t("billing.issuedOn", { date: format.day(invoice.issuedAt) })}</span>}
      <InvoiceStatusBadge status={invoice.status} />
    </div>
  );
}

function InvoiceLines({ invoice }: { invoice: Invoice }) {
  const { t } = useTranslation();
  const format = useFormat();
  const columns = useMemo<readonly Column<Line>[]>(
    () => [
      { id: "description", header: t("billing.line.description"), cell: (line) => line.description },
      {
        id: "quantity",
        header: t("billing.line.quantity"),
        width: "15%",
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
    [t, format],
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
              title={line.description}
              detail={`${format.number(line.quantity)} × ${format.money(line.unitPrice)}`}
              end={format.money(line.amount)}
            />
          )}
        />
      )}
    </Card>
  );
}

function InvoiceSummary({ invoice, linked }: { invoice: Invoice; linked: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { patient, appointment } = invoice;
  return (
    <Card title={t("billing.summary")}>
      <Facts
        facts={[
          ...(linked
            ? [
                {
                  label: t("billing.column.patient"),
                  value: (
                    <PersonCell
                      avatar={false}
                      name={patient?.fullName}
                      to={patient ? `/patients/${patient.id}` : undefined}
                    />
                  ),
                },
              ]
            : []),
          ...(appointment ? [{ label: t("billing.visit"), value: format.day(appointment.startsAt) }] : []),
          { label: t("billing.column.payer"), value: invoice.payer?.name ?? t("billing.selfPay") },
          { label: t("billing.column.total"), value: format.money(invoice.total) },
          { label: t("billing.payerShare"), value: format.money(invoice.payerShare) },
          { label: t("billing.patientShare"), value: format.money(invoice.patientShare) },
          {
            label: t("billing.column.balance"),
            value: <strong className={styles.balance}>{format.money(invoice.balance)}</strong>,
          },
        ]}
      />
    </Card>
  );
}
