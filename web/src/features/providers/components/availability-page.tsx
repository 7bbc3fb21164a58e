import { IconUserOff } from "@tabler/icons-react";
import { useParams } from "react-router";
import { ProviderAvailabilityDocument } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { minutesAhead, zoneName } from "../../../lib/format/zoned-time.ts";
import { failureOf } from "../../../lib/graphql/failure.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useLiveRefresh } from "../../../lib/live/live.ts";
import { useReturnRefresh } from "../../../lib/live/use-return-refresh.ts";
import { isDesk, useViewer } from "../../../lib/viewer.ts";
import { BackLink } from "../../../ui/layout/back-link.tsx";
import { Card } from "../../../ui/layout/card.tsx";
import { PageHeader } from "../../../ui/layout/page-header.tsx";
import { Sheet } from "../../../ui/layout/sheet.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { ErrorState } from "../../../ui/state/error-state.tsx";
import { RowsSkeleton } from "../../../ui/state/rows-skeleton.tsx";
import { useAppointmentView } from "../../../ui/table/appointment-columns.tsx";
import { DataTable } from "../../../ui/table/data-table.tsx";
import styles from "./availability-page.module.css";
import { ExceptionsCard } from "./exceptions-card.tsx";
import { FreeTimesCard } from "./free-times-card.tsx";
import { HoursEditor } from "./hours-editor.tsx";

/** When a provider works, and what can be booked of it. */
export function AvailabilityPage() {
  const { t } = useTranslation("directory");
  const { t: common } = useTranslation();
  const format = useFormat();
  const { providerId = "" } = useParams();
  const viewer = useViewer();
  // For everyone else the page does not exist, as for whom a provider is not there.
  const allowed = isDesk(viewer.roles) || viewer.providerId === providerId;
  const { data, current, error, fetching, retry } = useAnswer({
    query: ProviderAvailabilityDocument,
    variables: { id: providerId },
    pause: !allowed,
    requestPolicy: "cache-and-network",
  });
  const refresh = () => allowed && retry();
  useLiveRefresh(refresh);
  useReturnRefresh(refresh);
  const view = useAppointmentView({ about: "provider", withDay: true, linked: true });
  const provider = (current && data?.provider) || null;
  const failed = provider === null && !fetching && failureOf(error, "provider") !== null;
  const missing = provider === null && !fetching && !failed;
  const stranded = provider?.strandedAppointments ?? [];
  const zone = provider === null ? "" : zoneName(provider.timeZone, format.locale);
  const elsewhere = provider !== null && minutesAhead(new Date(), provider.timeZone, format.timeZone) !== 0;

  return (
    <>
      <PageHeader
        title={
          provider === null
            ? missing
              ? common("providers.notFoundTitle")
              : t("availability.short")
            : t("availability.title", { name: provider.fullName })
        }
        before={
          <BackLink
            to={provider === null ? "/providers" : `/providers/${provider.id}`}
            label={provider?.fullName ?? common("providers.title")}
          />
        }
        subtitle={
          provider === null
            ? " "
            : [t("availability.zone", { zone }), elsewhere ? t("availability.clinicZone", { zone: format.zone }) : null]
                .filter((part) => part !== null)
                .join(" · ")
        }
      />
      {missing && (
        <Sheet>
          <EmptyState
            icon={IconUserOff}
            title={common("providers.notFoundTitle")}
            text={common("providers.notFoundText")}
          />
        </Sheet>
      )}
      {failed && (
        <Sheet>
          <ErrorState onRetry={retry} />
        </Sheet>
      )}
      {provider === null && fetching && (
        <div className={styles.columns} role="status" aria-label={common("common.loading")}>
          <Sheet>
            <RowsSkeleton rows={7} />
          </Sheet>
          <Sheet>
            <RowsSkeleton rows={3} />
          </Sheet>
        </div>
      )}
      {provider !== null && (
        <>
          {stranded.length > 0 && (
            <Card
              title={t("availability.stranded", { count: stranded.length })}
              subtitle={t("availability.strandedText")}
              className={styles.stranded}
              flush
            >
              <DataTable
                caption={t("availability.stranded", { count: stranded.length })}
                rows={stranded}
                rowKey={(row) => row.id}
                {...view}
              />
            </Card>
          )}
          <div className={styles.columns}>
            <HoursEditor key={provider.id} provider={provider} onSaved={retry} />
            <div className={styles.stack}>
              <ExceptionsCard provider={provider} onSaved={retry} />
              <FreeTimesCard providerId={provider.id} timeZone={provider.timeZone} version={provider.version} />
            </div>
          </div>
        </>
      )}
    </>
  );
}
