import { Button } from "@mantine/core";
import { Link } from "react-router";
import { type AppointmentAction, allowedActions } from "../../../lib/appointment-actions.ts";
import { useAppointmentControl } from "../../../lib/appointment-control.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useViewer } from "../../../lib/viewer.ts";
import { Avatar } from "../../../ui/people/avatar.tsx";
import { AppointmentStatusBadge } from "../../../ui/status/status-badge.tsx";
import { AppointmentMenu } from "../../../ui/table/appointment-menu.tsx";
import { VisitTypeIcon } from "../../../ui/table/visit-type-icon.tsx";
import { type BoardVisit, type Lane, minutesLate, stateSince } from "../board.ts";
import styles from "./day-board.module.css";

interface LaneCardProps {
  readonly lane: Lane;
  readonly now: Date;
  readonly isChanged: (id: string) => boolean;
}

/** The day of one provider. */
export function LaneCard({ lane: { provider, visits, left }, now, isChanged }: LaneCardProps) {
  const { t } = useTranslation("board");
  const { t: common } = useTranslation();
  const name = provider?.fullName ?? common("person.hidden");
  return (
    <section aria-label={name} className={styles.lane}>
      <header className={styles.head}>
        <Avatar name={name} size={36} />
        <div className={styles.who}>
          <h2>{provider === null ? name : <Link to={`/providers/${provider.id}`}>{name}</Link>}</h2>
          <p>{[provider?.specialties[0]?.name, t("left", { count: left })].filter(Boolean).join(" · ")}</p>
        </div>
      </header>
      <ol className={styles.visits}>
        {visits.map((visit) => (
          <VisitCard key={visit.id} visit={visit} now={now} changed={isChanged(visit.id)} />
        ))}
      </ol>
    </section>
  );
}

// What comes next, most of the time: it needs no menu.
const nextSteps: readonly AppointmentAction[] = ["complete", "checkIn", "start"];

function VisitCard({ visit, now, changed }: { visit: BoardVisit; now: Date; changed: boolean }) {
  const { t } = useTranslation("board");
  const { t: common } = useTranslation();
  const format = useFormat();
  const viewer = useViewer();
  const { act } = useAppointmentControl();
  const actions = allowedActions(visit, { viewer, now, timeZone: format.timeZone });
  const next = nextSteps.find((action) => actions.includes(action));
  const late = minutesLate(visit, now);
  const since = visit.status === "CHECKED_IN" || visit.status === "IN_PROGRESS" ? stateSince(visit) : null;
  const name = visit.patient?.fullName ?? common("person.hidden");
  return (
    <li className={styles.visit} data-changed={changed || undefined} data-status={visit.status}>
      <time dateTime={visit.startsAt} className={styles.time}>
        {format.time(visit.startsAt)}
      </time>
      <div className={styles.about}>
        <span className={styles.name}>
          {visit.patient === null ? name : <Link to={`/patients/${visit.patient.id}`}>{name}</Link>}
        </span>
        <span className={styles.reason}>
          <VisitTypeIcon visitType={visit.visitType} />
          {visit.reason || common("appointments.noReason")}
        </span>
        <span className={styles.status}>
          <AppointmentStatusBadge status={visit.status} />
          {since !== null && <small>{t("since", { time: format.time(since) })}</small>}
          {late !== null && <small className={styles.late}>{t("late", { count: late })}</small>}
        </span>
      </div>
      <div className={styles.actions}>
        {next !== undefined && (
          <Button
            size="xs"
            variant={next === "checkIn" ? "default" : "filled"}
            aria-label={t("actionFor", { action: common(`appointments.actions.${next}`), name })}
            onClick={() => act(next, visit)}
          >
            {common(`appointments.actions.${next}`)}
          </Button>
        )}
        <AppointmentMenu appointment={visit} />
      </div>
    </li>
  );
}
