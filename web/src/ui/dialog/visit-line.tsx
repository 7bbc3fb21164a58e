import type { AppointmentRowFragment } from "../../graphql/graphql.ts";
import { useFormat } from "../../lib/format/use-format.ts";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import { audienceOf, useViewer } from "../../lib/viewer.ts";
import { PersonCell } from "../people/person-cell.tsx";
import styles from "./visit-line.module.css";

/** The visit that a dialog is about, as it stands now. */
export function VisitLine({ appointment }: { appointment: AppointmentRowFragment }) {
  const { t } = useTranslation();
  const format = useFormat();
  const own = audienceOf(useViewer().roles) === "patient";
  const { patient, provider, startsAt, visitType } = appointment;
  const visit = t(`appointments.visits.${visitType}`);
  return (
    <div className={styles.visit}>
      {own ? (
        <PersonCell name={provider?.fullName} detail={visit} />
      ) : (
        <PersonCell name={patient?.fullName} detail={[provider?.fullName, visit].filter(Boolean).join(" · ")} />
      )}
      <time dateTime={startsAt} className={styles.when}>
        {format.time(startsAt)}
        <small>{format.day(startsAt, { weekday: "short", day: "numeric", month: "short" })}</small>
      </time>
    </div>
  );
}
