import { Button } from "@mantine/core";
import { IconCalendarHeart, IconVideo } from "@tabler/icons-react";
import { Link } from "react-router";
import { type AppointmentRowFragment, PatientDashboardDocument } from "../../../graphql/graphql.ts";
import { allowedActions } from "../../../lib/appointment-actions.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { rowsOf } from "../../../lib/graphql/rows.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useLiveRefresh } from "../../../lib/live/live.ts";
import { useMoment, useNow } from "../../../lib/use-now.ts";
import { useViewer } from "../../../lib/viewer.ts";
import { NewAppointment } from "../../../ui/layout/new-appointment.tsx";
import { PageHeader } from "../../../ui/layout/page-header.tsx";
import { Sheet } from "../../../ui/layout/sheet.tsx";
import { ErrorState } from "../../../ui/state/error-state.tsx";
import { PartialNotice } from "../../../ui/state/partial-notice.tsx";
import { AppointmentStatusBadge } from "../../../ui/status/status-badge.tsx";
import { AppointmentsCard } from "./appointments-card.tsx";
import styles from "./dashboard.module.css";
import { InvoicesCard } from "./invoices-card.tsx";
import next from "./next-visit.module.css";
import { useGreeting } from "./use-greeting.ts";

// After so long a visit that was to come may be over.
const newsMilliseconds = 5 * 60_000;

/** A patient's own care: what comes next, what was, and what is to be paid. */
export function PatientDashboard() {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const moment = useMoment(now, newsMilliseconds);
  const greeting = useGreeting(now);
  const { data, error, fetching, retry } = useAnswer({
    query: PatientDashboardDocument,
    variables: { now: moment.toISOString() },
  });
  useLiveRefresh(retry);
  const [visit] = data?.upcoming?.nodes ?? [];

  return (
    <>
      <PageHeader
        title={greeting}
        documentTitle={t("dashboard.title")}
        subtitle={
          data?.summary
            ? t("dashboard.patientSubtitle", { count: data.summary.upcoming })
            : format.day(now, { dateStyle: "full" })
        }
        actions={<NewAppointment />}
      />
      {data === undefined && error !== undefined && !fetching ? (
        <Sheet>
          <ErrorState title={t("errors.pageTitle")} text={t("errors.pageText")} onRetry={retry} />
        </Sheet>
      ) : (
        <div className={styles.page}>
          {error !== undefined && !fetching && <PartialNotice onRetry={retry} />}
          {visit !== undefined && <NextVisit visit={visit} now={now} />}
          <AppointmentsCard
            title={t("dashboard.yourUpcoming")}
            subtitle={t("common.timesIn", { zone: format.zone })}
            rows={rowsOf(data?.upcoming)}
            empty={{ text: t("dashboard.yourUpcomingEmpty") }}
            all="/appointments"
            withDay
            onRetry={retry}
          />
          <div className={styles.pair}>
            <AppointmentsCard
              title={t("dashboard.yourPast")}
              rows={rowsOf(data?.past)}
              empty={{ text: t("dashboard.yourPastEmpty") }}
              all="/appointments?period=past"
              narrow
              withDay
              onRetry={retry}
            />
            <InvoicesCard
              title={t("dashboard.yourInvoices")}
              rows={rowsOf(data?.recentInvoices)}
              empty={t("dashboard.yourInvoicesEmpty")}
              onRetry={retry}
            />
          </div>
        </div>
      )}
    </>
  );
}

function NextVisit({ visit, now }: { visit: AppointmentRowFragment; now: Date }) {
  const { t } = useTranslation();
  const format = useFormat();
  const viewer = useViewer();
  const actions = allowedActions(visit, { viewer, now, timeZone: format.timeZone });
  const who = [visit.provider?.fullName, visit.provider?.specialties[0]?.name].filter(Boolean).join(" · ");
  return (
    <section aria-labelledby="next-visit" className={next.visit}>
      <span aria-hidden className={next.tile}>
        <IconCalendarHeart size={26} stroke={1.6} />
      </span>
      <div className={next.text}>
        <h2 id="next-visit">{t("dashboard.nextVisit")}</h2>
        <p className={next.when}>
          {format.day(visit.startsAt, { weekday: "long", day: "numeric", month: "long" })},{" "}
          {format.time(visit.startsAt)}
        </p>
        <p>{[who, t(`appointments.visits.${visit.visitType}`), visit.reason].filter(Boolean).join(" · ")}</p>
      </div>
      <AppointmentStatusBadge status={visit.status} />
      {actions.includes("join") && (
        <Button
          component={Link}
          to={`/visit/${visit.id}`}
          leftSection={<IconVideo size={18} stroke={1.7} aria-hidden />}
        >
          {t("appointments.actions.join")}
        </Button>
      )}
    </section>
  );
}
