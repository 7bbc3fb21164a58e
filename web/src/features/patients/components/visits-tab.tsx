import {
  PatientPastVisitsDocument,
  type PatientPastVisitsQuery,
  PatientUpcomingVisitsDocument,
  type PatientUpcomingVisitsQuery,
} from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { usePages } from "../../../lib/graphql/use-pages.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useLiveRefresh } from "../../../lib/live/live.ts";
import { useOpenPatient } from "../../../lib/open-patient.ts";
import { Card } from "../../../ui/layout/card.tsx";
import { Stack } from "../../../ui/layout/columns.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { useAppointmentView } from "../../../ui/table/appointment-columns.tsx";
import { PagedTable } from "../../../ui/table/paged-table.tsx";

const selectUpcoming = (data: PatientUpcomingVisitsQuery) => data.patient?.upcomingAppointments ?? null;
const selectPast = (data: PatientPastVisitsQuery) => data.patient?.pastAppointments ?? null;

/** The patient's visits, those to come first. */
export function VisitsTab() {
  const { t } = useTranslation("record");
  const format = useFormat();
  const { id, own } = useOpenPatient();
  const view = useAppointmentView({ about: "patient", withDay: true, linked: !own });
  const upcoming = usePages(PatientUpcomingVisitsDocument, { id }, selectUpcoming);
  const past = usePages(PatientPastVisitsDocument, { id }, selectPast);
  useLiveRefresh(() => {
    upcoming.refresh();
    past.refresh();
  });
  const zone = t("timesIn", { zone: format.zone });

  return (
    <Stack>
      <Card title={t("visits.upcoming")} subtitle={zone} flush>
        <PagedTable
          pages={upcoming}
          caption={t("visits.upcoming")}
          rowKey={(row) => row.id}
          skeletons={2}
          empty={<EmptyState text={t("visits.upcomingEmpty")} />}
          {...view}
        />
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
