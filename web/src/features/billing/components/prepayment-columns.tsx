import { useCallback, useMemo } from "react";
import { Link } from "react-router";
import type { PrepaymentListQuery } from "../../../graphql/graphql.ts";
import { useAppointmentControl } from "../../../lib/appointment-control.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useRecentChanges } from "../../../lib/live/live.ts";
import { PersonCell } from "../../../ui/people/person-cell.tsx";
import { AppointmentMenu } from "../../../ui/table/appointment-menu.tsx";
import { CompactRow } from "../../../ui/table/compact-row.tsx";
import type { Column } from "../../../ui/table/data-table.tsx";
import { invoiceName } from "../../../ui/table/invoice-name.ts";
import styles from "./prepayment-columns.module.css";
import { PrepaymentStateBadge } from "./prepayment-state-badge.tsx";

type PrepaymentRow = NonNullable<PrepaymentListQuery["prepayments"]>["nodes"][number];

/** Visits that are paid in advance as table columns and as compact rows. Without room, how long a time is held stands below the state. */
export function usePrepaymentView({ roomy }: { readonly roomy: boolean }) {
  const { t } = useTranslation("bookkeeping");
  const { t: common } = useTranslation();
  const format = useFormat();
  const { view: openVisit } = useAppointmentControl();
  const recent = useRecentChanges();
  const isChanged = useCallback(
    ({ appointment }: PrepaymentRow) => appointment !== null && recent.has(appointment.id),
    [recent],
  );

  const view = useMemo(() => {
    const shortDay = (instant: string) => format.day(instant, { weekday: "short", day: "numeric", month: "short" });
    const nameOf = ({ appointment }: PrepaymentRow) => appointment?.patient?.fullName ?? common("person.hidden");
    const amountOf = ({ invoice }: PrepaymentRow) =>
      invoice !== null && <strong className={styles.amount}>{format.money(invoice.patientShare)}</strong>;
    const held = ({ state, payUntil }: PrepaymentRow) =>
      state === "AWAITING" ? t("prepayments.heldUntil", { time: format.time(payUntil) }) : null;
    const declined = ({ declines }: PrepaymentRow) =>
      declines === 0 ? null : t("prepayments.declines", { count: declines });
    const why = ({ failure }: PrepaymentRow) => (failure === null ? null : t(`prepayments.failures.${failure}`));
    const standing = (row: PrepaymentRow, ...parts: readonly (string | null)[]) => {
      const detail = (row.failure === null ? parts : [why(row)]).filter((part) => part !== null).join(" · ");
      return (
        <>
          <PrepaymentStateBadge state={row.state} />
          {detail !== "" && <span className={styles.detail}>{detail}</span>}
        </>
      );
    };

    const all: readonly (Column<PrepaymentRow> | false)[] = [
      {
        id: "visit",
        header: t("prepayments.column.visit"),
        width: "136px",
        cell: (row) => {
          const { appointment } = row;
          if (appointment === null) {
            return t("prepayments.noVisit");
          }
          const [day, time] = [shortDay(appointment.startsAt), format.time(appointment.startsAt)];
          return (
            <button
              type="button"
              className={styles.visit}
              aria-label={t("prepayments.detailsOf", { name: nameOf(row), day, time })}
              onClick={() => openVisit(appointment)}
            >
              <time dateTime={appointment.startsAt}>{time}</time>
              <small>{day}</small>
            </button>
          );
        },
      },
      {
        id: "patient",
        header: t("prepayments.column.patient"),
        width: roomy ? "22%" : "28%",
        cell: ({ appointment }) => (
          <PersonCell
            name={appointment?.patient?.fullName}
            detail={appointment?.patient ? common("person.mrn", { mrn: appointment.patient.mrn }) : undefined}
          />
        ),
      },
      {
        id: "invoice",
        header: t("prepayments.column.invoice"),
        cell: (row) => (
          <>
            {row.invoice === null ? (
              <span className={styles.none}>{t("prepayments.noInvoice")}</span>
            ) : (
              <Link to={`/billing/${row.invoice.id}`} className={styles.invoice}>
                {invoiceName(row.invoice, common, format)}
              </Link>
            )}
            {!roomy && row.invoice !== null && (
              <span className={styles.detail}>{format.money(row.invoice.patientShare)}</span>
            )}
          </>
        ),
      },
      roomy && {
        id: "amount",
        header: t("prepayments.column.amount"),
        width: "112px",
        align: "end",
        cell: amountOf,
      },
      roomy && {
        id: "heldUntil",
        header: t("prepayments.column.heldUntil"),
        width: "128px",
        cell: ({ payUntil }) => (
          <>
            {format.time(payUntil)}
            <span className={styles.detail}>{shortDay(payUntil)}</span>
          </>
        ),
      },
      roomy && {
        id: "declines",
        header: t("prepayments.column.declines"),
        width: "96px",
        align: "end",
        cell: ({ declines }) => format.number(declines),
      },
      {
        id: "state",
        header: t("prepayments.column.state"),
        width: roomy ? "188px" : "208px",
        cell: (row) => (roomy ? standing(row) : standing(row, held(row), declined(row))),
      },
      {
        id: "actions",
        header: t("prepayments.column.actions"),
        headerHidden: true,
        width: "64px",
        align: "end",
        cell: ({ appointment }) => appointment !== null && <AppointmentMenu appointment={appointment} />,
      },
    ];
    const compact = (row: PrepaymentRow) => {
      const { appointment, invoice } = row;
      const when =
        appointment === null ? null : `${shortDay(appointment.startsAt)}, ${format.time(appointment.startsAt)}`;
      return (
        <CompactRow
          title={nameOf(row)}
          to={invoice === null ? undefined : `/billing/${invoice.id}`}
          detail={[why(row) ?? held(row), when, declined(row)].filter((part) => part !== null).join(" · ")}
          end={
            <>
              {amountOf(row)}
              <PrepaymentStateBadge state={row.state} />
            </>
          }
          menu={appointment !== null && <AppointmentMenu appointment={appointment} />}
        />
      );
    };
    return { columns: all.filter((column) => column !== false), compact };
  }, [t, common, format, openVisit, roomy]);
  return { ...view, isChanged };
}
