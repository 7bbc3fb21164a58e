import { useMemo } from "react";
import { Link } from "react-router";
import type { InvoiceRowFragment } from "../../graphql/graphql.ts";
import { useFormat } from "../../lib/format/use-format.ts";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import { PersonCell } from "../people/person-cell.tsx";
import { InvoiceStatusBadge } from "../status/status-badge.tsx";
import { CompactRow } from "./compact-row.tsx";
import type { Column } from "./data-table.tsx";
import styles from "./invoice-columns.module.css";
import { invoiceName } from "./invoice-name.ts";

export type InvoiceRow = InvoiceRowFragment & { readonly payer?: { readonly name: string } | null };

/** Invoices as table columns and as compact rows. `aboutPatient` leaves the patient out of each row. */
export function useInvoiceView({ aboutPatient, withPayer }: { aboutPatient: boolean; withPayer: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();

  return useMemo(() => {
    // With people but without payers the screen is a tablet's: the date goes under the number.
    const tight = !aboutPatient && !withPayer;
    const name = (row: InvoiceRow) => invoiceName(row, t, format);
    const issued = (row: InvoiceRow) => (row.issuedAt === null ? t("common.notRecorded") : format.day(row.issuedAt));
    const due = (row: InvoiceRow) =>
      row.balance.amount > 0 ? t("billing.due", { amount: format.money(row.balance) }) : t("billing.nothingDue");
    const all: readonly (Column<InvoiceRow> | false)[] = [
      {
        id: "number",
        header: t("billing.column.invoice"),
        cell: (row) => (
          <>
            <Link
              to={`/billing/${row.id}`}
              className={styles.number}
              aria-label={row.number === null ? `${t("billing.unnumbered")}: ${name(row)}` : undefined}
            >
              {row.number ?? <span className={styles.unnumbered}>{t("billing.unnumbered")}</span>}
            </Link>
            {tight && <span className={styles.detail}>{issued(row)}</span>}
          </>
        ),
      },
      !aboutPatient && {
        id: "patient",
        header: t("billing.column.patient"),
        width: withPayer ? "22%" : "30%",
        cell: (row) => (
          <PersonCell
            name={row.patient?.fullName}
            detail={row.patient ? t("person.mrn", { mrn: row.patient.mrn }) : undefined}
          />
        ),
      },
      !tight && { id: "issued", header: t("billing.column.issued"), width: "118px", cell: issued },
      withPayer && {
        id: "payer",
        header: t("billing.column.payer"),
        width: "18%",
        cell: (row) => row.payer?.name ?? t("billing.selfPay"),
      },
      {
        id: "total",
        header: t("billing.column.total"),
        width: "112px",
        align: "end",
        cell: (row) => format.money(row.total),
      },
      {
        id: "balance",
        header: t("billing.column.balance"),
        width: "118px",
        align: "end",
        cell: (row) => <strong className={styles.balance}>{format.money(row.balance)}</strong>,
      },
      {
        id: "status",
        header: t("billing.column.status"),
        width: "118px",
        cell: (row) => <InvoiceStatusBadge status={row.status} />,
      },
    ];
    const compact = (row: InvoiceRow) => (
      <CompactRow
        title={aboutPatient ? name(row) : (row.patient?.fullName ?? t("person.hidden"))}
        to={`/billing/${row.id}`}
        detail={aboutPatient ? due(row) : [issued(row), row.number].filter(Boolean).join(" · ")}
        end={
          <>
            <strong className={styles.balance}>{format.money(row.total)}</strong>
            <InvoiceStatusBadge status={row.status} />
          </>
        }
      />
    );
    return { columns: all.filter((column) => column !== false), compact };
  }, [t, format, aboutPatient, withPayer]);
}
