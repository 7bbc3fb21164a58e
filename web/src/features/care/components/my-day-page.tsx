import { ActionIcon, Button } from "@mantine/core";
import { IconCalendarOff, IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useMemo } from "react";
import { Link, useSearchParams } from "react-router";
import { MyDayDocument } from "../../../graphql/graphql.ts";
import { addDays } from "../../../lib/format/calendar-date.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { dayInZone, noonOf, startOfDay } from "../../../lib/format/zoned-time.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useLiveRefresh, useRecentChanges } from "../../../lib/live/live.ts";
import { withParameter } from "../../../lib/search-parameter.ts";
import { useNow } from "../../../lib/use-now.ts";
import { useViewer } from "../../../lib/viewer.ts";
import { Card } from "../../../ui/layout/card.tsx";
import { Stack } from "../../../ui/layout/columns.tsx";
import { NewAppointment } from "../../../ui/layout/new-appointment.tsx";
import { PageHeader } from "../../../ui/layout/page-header.tsx";
import { Sheet } from "../../../ui/layout/sheet.tsx";
import { Answered } from "../../../ui/state/answered.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { Badge } from "../../../ui/status/badge.tsx";
import { AppointmentStatusBadge } from "../../../ui/status/status-badge.tsx";
import { AppointmentMenu } from "../../../ui/table/appointment-menu.tsx";
import { VisitTypeIcon } from "../../../ui/table/visit-type-icon.tsx";
import { fromNow } from "../from-now.ts";
import { type DayVisit, hasDraft, nextVisit } from "../my-day.ts";
import styles from "./my-day.module.css";

const isDay = /^\d{4}-\d\d-\d\d$/;

/** A provider's own visits of a day, today unless another is asked for, and whom to see now. */
export function MyDayPage() {
  const { t } = useTranslation("record");
  const format = useFormat();
  const now = useNow();
  const recent = useRecentChanges();
  const { providerId } = useViewer();
  const [parameters, setParameters] = useSearchParams();
  const today = dayInZone(now, format.timeZone);
  const asked = parameters.get("day");
  const day = asked !== null && isDay.test(asked) && !Number.isNaN(Date.parse(asked)) ? asked : today;
  const variables = useMemo(
    () => ({
      providerId: providerId ?? "",
      from: startOfDay(day, format.timeZone).toISOString(),
      to: startOfDay(addDays(day, 1), format.timeZone).toISOString(),
    }),
    [providerId, day, format.timeZone],
  );
  const { data, current, fetching, retry } = useAnswer({
    query: MyDayDocument,
    variables,
    pause: providerId === null,
    requestPolicy: "cache-and-network",
  });
  useLiveRefresh(retry);
  const go = (to: string) => setParameters((before) => withParameter(before, "day", to === today ? null : to));
  // The visits of another day would stand under this one's name.
  const found = current ? data?.appointments?.nodes : undefined;
  const next = day === today ? nextVisit(found ?? []) : null;

  if (providerId === null) {
    return (
      <>
        <PageHeader title={t("myDay.title")} />
        <Sheet>
          <EmptyState icon={IconCalendarOff} text={t("myDay.noProvider")} />
        </Sheet>
      </>
    );
  }
  return (
    <>
      <PageHeader
        title={t("myDay.title")}
        subtitle={`${format.day(noonOf(day, format.timeZone), { dateStyle: "full" })} · ${t("timesIn", { zone: format.zone })}`}
        actions={
          <>
            <ActionIcon variant="default" size={36} aria-label={t("myDay.before")} onClick={() => go(addDays(day, -1))}>
              <IconChevronLeft size={18} stroke={1.8} aria-hidden className="mirror" />
            </ActionIcon>
            <Button variant="default" disabled={day === today} onClick={() => go(today)}>
              {t("myDay.today")}
            </Button>
            <ActionIcon variant="default" size={36} aria-label={t("myDay.after")} onClick={() => go(addDays(day, 1))}>
              <IconChevronRight size={18} stroke={1.8} aria-hidden className="mirror" />
            </ActionIcon>
            <NewAppointment />
          </>
        }
      />
      <Answered value={found} fetching={fetching} onRetry={retry} skeleton={[120, 420]}>
        {(visits) =>
          visits.length === 0 ? (
            <Sheet>
              <EmptyState icon={IconCalendarOff} title={t("myDay.emptyTitle")} text={t("myDay.emptyText")} />
            </Sheet>
          ) : (
            <Stack>
              {next !== null && <NextVisit visit={next} now={now} />}
              <Card title={t("myDay.visits", { count: visits.length })} flush>
                <ol className={styles.visits}>
                  {visits.map((visit) => (
                    <VisitRow key={visit.id} visit={visit} changed={recent.has(visit.id)} />
                  ))}
                </ol>
              </Card>
            </Stack>
          )
        }
      </Answered>
    </>
  );
}

function NextVisit({ visit, now }: { visit: DayVisit; now: Date }) {
  const { t } = useTranslation("record");
  const { t: common } = useTranslation();
  const format = useFormat();
  const when = visit.status === "IN_PROGRESS" ? null : fromNow(visit.startsAt, now, format.locale);
  return (
    <section aria-label={t("myDay.next")} className={styles.next}>
      <div className={styles.when}>
        <strong>{format.time(visit.startsAt)}</strong>
        <span>{when ?? t("myDay.now")}</span>
      </div>
      <div className={styles.who}>
        <h2>{visit.patient?.fullName ?? common("person.hidden")}</h2>
        <p>
          <VisitTypeIcon visitType={visit.visitType} /> {visit.reason || common("appointments.noReason")}
        </p>
      </div>
      <AppointmentStatusBadge status={visit.status} />
      <Button component={Link} to={`/consultations/${visit.id}`}>
        {t(visit.status === "IN_PROGRESS" ? "myDay.goOn" : "myDay.open")}
      </Button>
    </section>
  );
}

function VisitRow({ visit, changed }: { visit: DayVisit; changed: boolean }) {
  const { t } = useTranslation("record");
  const { t: common } = useTranslation();
  const format = useFormat();
  const name = visit.patient?.fullName ?? common("person.hidden");
  return (
    <li className={styles.visit} data-changed={changed || undefined} data-status={visit.status}>
      <time dateTime={visit.startsAt} className={styles.time}>
        {format.time(visit.startsAt)}
        <small>{format.time(visit.endsAt)}</small>
      </time>
      <div className={styles.about}>
        <Link to={`/consultations/${visit.id}`} className={styles.name}>
          {name}
        </Link>
        <span className={styles.reason}>
          <VisitTypeIcon visitType={visit.visitType} />
          {visit.reason || common("appointments.noReason")}
        </span>
      </div>
      <div className={styles.states}>
        {hasDraft(visit) && <Badge tone="amber" label={t("myDay.unsigned")} />}
        <AppointmentStatusBadge status={visit.status} />
      </div>
      <AppointmentMenu appointment={visit} />
    </li>
  );
}
