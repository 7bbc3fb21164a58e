import { useCallback, useMemo } from "react";
import type { AppointmentRowFragment } from "../../graphql/graphql.ts";
import { useFormat } from "../../lib/format/use-format.ts";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import { useRecentChanges } from "../../lib/live/live.ts";
import { PersonCell } from "../people/person-cell.tsx";
import { AppointmentStatusBadge } from "../status/status-badge.tsx";
import styles from "./appointment-columns.module.css";
import { AppointmentMenu } from "./appointment-menu.tsx";
import { CompactRow } from "./compact-row.tsx";
import type { Column } from "./data-table.tsx";
import { VisitTypeIcon } from "./visit-type-icon.tsx";

export interface AppointmentViewOptions {
  /** Whom the list is about already, and need not be repeated in each row. */
  readonly about?: "patient" | "provider";
  /** Rows of several days say their day too. */
  readonly withDay: boolean;
  /** Patients do not open each other's or providers' pages. */
  readonly linked: boolean;
}

/** Appointments as table columns and as compact rows: one look, and the same actions, on every page that lists them. */
export function useAppointmentView({ about, withDay, linked }: AppointmentViewOptions) {
  const { t } = useTranslation();
  const format = useFormat();
  const recent = useRecentChanges();
  const isChanged = useCallback((row: AppointmentRowFragment) => recent.has(row.id), [recent]);

  const view = useMemo(() => {
    const patientPath = (row: AppointmentRowFragment) =>
      linked && row.patient ? `/patients/${row.patient.id}` : undefined;
    const providerPath = (row: AppointmentRowFragment) =>
      linked && row.provider ? `/providers/${row.provider.id}` : undefined;
    const specialty = (row: AppointmentRowFragment) => row.provider?.specialties[0]?.name;
    const shortDay = (instant: string) => format.day(instant, { weekday: "short", day: "numeric", month: "short" });

    const when: Column<AppointmentRowFragment> = {
      id: "when",
      header: withDay ? t("appointments.column.when") : t("appointments.column.time"),
      width: withDay ? "128px" : "98px",
      cell: (row) => (
        <time dateTime={row.startsAt} className={styles.when}>
          {format.time(row.startsAt)}
          {withDay && <small>{shortDay(row.startsAt)}</small>}
        </time>
      ),
    };
    const patient: Column<AppointmentRowFragment> = {
      id: "patient",
      header: t("appointments.column.patient"),
      width: about === "provider" ? "34%" : "clamp(140px, 18vw, 280px)",
      cell: (row) => (
        <PersonCell
          avatar={about === "provider" || "wide"}
          name={row.patient?.fullName}
          detail={row.patient ? t("person.mrn", { mrn: row.patient.mrn }) : undefined}
          to={patientPath(row)}
        />
      ),
    };
    const provider: Column<AppointmentRowFragment> = {
      id: "provider",
      header: t("appointments.column.provider"),
      width: about === "patient" ? "30%" : "20%",
      cell: (row) => (
        <PersonCell
          avatar={about === "patient"}
          name={row.provider?.fullName}
          detail={specialty(row)}
          to={providerPath(row)}
        />
      ),
    };
    const reason: Column<AppointmentRowFragment> = {
      id: "reason",
      header: t("appointments.column.reason"),
      cell: (row) => (
        <span className={styles.reason}>
          <VisitTypeIcon visitType={row.visitType} />
          {row.reason === null || row.reason === "" ? (
            <span className={styles.none}>{t("appointments.noReason")}</span>
          ) : (
            <span dir="auto" className={styles.words}>
              {row.reason}
            </span>
          )}
        </span>
      ),
    };
    const status: Column<AppointmentRowFragment> = {
      id: "status",
      header: t("appointments.column.status"),
      width: "132px",
      cell: (row) => <AppointmentStatusBadge status={row.status} />,
    };
    const actions: Column<AppointmentRowFragment> = {
      id: "actions",
      header: t("appointments.column.actions"),
      headerHidden: true,
      width: "60px",
      align: "end",
      cell: (row) => <AppointmentMenu appointment={row} />,
    };
    const compact = (row: AppointmentRowFragment) => (
      <CompactRow
        start={
          <time dateTime={row.startsAt}>
            {format.time(row.startsAt)}
            {withDay && <small>{format.day(row.startsAt, { day: "numeric", month: "short" })}</small>}
          </time>
        }
        title={(about === "patient" ? row.provider?.fullName : row.patient?.fullName) ?? t("person.hidden")}
        to={about === "patient" ? providerPath(row) : patientPath(row)}
        detail={about === undefined ? (row.provider?.fullName ?? t("person.hidden")) : (row.reason ?? specialty(row))}
        end={<AppointmentStatusBadge status={row.status} />}
        menu={<AppointmentMenu appointment={row} />}
      />
    );
    const columns = [when, patient, provider, reason, status, actions].filter(({ id }) => id !== about);
    return { columns, compact };
  }, [t, format, about, withDay, linked]);
  return { ...view, isChanged };
}
