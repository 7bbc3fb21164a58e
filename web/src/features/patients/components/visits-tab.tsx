import {
  PatientPastVisitsDocument,
  type PatientPastVisitsQuery,
  PatientUpcomingVisitsDocument,
} from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { failureOf } from "../../../lib/graphql/failure.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { usePages } from "../../../lib/graphql/use-pages.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useLiveRefresh } from "../../../lib/live/live.ts";
import { useOpenPatient } from "../../../lib/open-patient.ts";
import { Card } from "../../../ui/layout/card.tsx";
import { Stack } from "../../../ui/layout/columns.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { ErrorState } from "../../../ui/state/error-state.tsx";
import { useAppointmentView } from "../../../ui/table/appointment-columns.tsx";
import { DataTable } from "../../../ui/table/data-table.tsx";
import { PagedTable } from "../../../ui/table/paged-table.tsx";

const selectPast = (data: PatientPastVisitsQuery) => data.patient?.pastAppointments ?? null;

/** The patient's visits, those to come first. */
export function VisitsTab() {
  const { t } = useTranslation("record");
  const format = useFormat();
  const { id, own } = useOpenPatient();
  const view = useAppointmentView({ about: "patient", withDay: true, linked: !own });
  const { data, error, fetching, retry } = useAnswer({
    query: PatientUpcomingVisitsDocument,
    variables: { id },
    requestPolicy: "cache-and-network",
  });
  const past = usePages(PatientPastVisitsDocument, { id }, selectPast);
  useLiveRefresh(() => {
    retry();
    past.refresh();
  });
  const upcoming = data?.patient?.upcomingAppointments?.nodes ?? null;
  const failed = upcoming === null && !fetching && failureOf(error, "patient", "upcomingAppointments") !== null;
  const zone = t("timesIn", { zone: format.zone });

  return (
    <Stack>
      <Card title={t("visits.upcoming")} subtitle={zone} flush>
        {failed ? (
          <ErrorState onRetry={retry} />
        ) : upcoming?.length === 0 ? (
          <EmptyState text={t("visits.upcomingEmpty")} />
        ) : (
          <DataTable
            caption={t("visits.upcoming")}
            rows={upcoming ?? []}
            rowKey={(row) => row.id}
            loading={upcoming === null}
            skeletons={2}
            {...view}
          />
        )}
      </Card>
      <Card title={t("visits.past")} subtitle={zone} flush>
        <PagedTable
          pages={past}
          caption={t("visits.past")}
          rowKey={(row) => row.id}
          empty={<EmptyState text={t("visits.pastEmpty")} />}
          {...view}
        />
      </Card>
    </Stack>
  );
}
