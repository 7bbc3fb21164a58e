import { Button } from "@mantine/core";
import { IconPencil, IconUserOff } from "@tabler/icons-react";
import { useParams } from "react-router";
import {
  type ProviderFactsFragment,
  ProviderProfileDocument,
  type ProviderProfileQuery,
} from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { failureOf } from "../../../lib/graphql/failure.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useLiveRefresh } from "../../../lib/live/live.ts";
import { useReturnRefresh } from "../../../lib/live/use-return-refresh.ts";
import { isDesk, useViewer } from "../../../lib/viewer.ts";
import { useLazyDialog } from "../../../ui/dialog/use-lazy-dialog.tsx";
import { BackLink } from "../../../ui/layout/back-link.tsx";
import { Card } from "../../../ui/layout/card.tsx";
import { Facts } from "../../../ui/layout/facts.tsx";
import { PageHeader } from "../../../ui/layout/page-header.tsx";
import { Sheet } from "../../../ui/layout/sheet.tsx";
import { TextLink } from "../../../ui/layout/text-link.tsx";
import { Avatar } from "../../../ui/people/avatar.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { ErrorState } from "../../../ui/state/error-state.tsx";
import { RowsSkeleton } from "../../../ui/state/rows-skeleton.tsx";
import { ProviderStatusBadge } from "../../../ui/status/status-badge.tsx";
import { useAppointmentView } from "../../../ui/table/appointment-columns.tsx";
import { DataTable } from "../../../ui/table/data-table.tsx";
import { useLanguageNames } from "../use-language-names.ts";
import { CredentialsCard } from "./credentials-card.tsx";
import entries from "./entries.module.css";
import { HoursCard } from "./hours-card.tsx";
import styles from "./provider-profile-page.module.css";
import { PublishedRatings } from "./published-ratings.tsx";
import { RatingCard } from "./rating-card.tsx";
import type { StatusRequest } from "./status-dialog.tsx";

const loadStatusDialog = async () => (await import("./status-dialog.tsx")).StatusDialog;

const loadProfileDialog = async () => (await import("./profile-dialog.tsx")).ProfileDialog;

type Profile = NonNullable<ProviderProfileQuery["provider"]>;

export function ProviderProfilePage() {
  const { t: common } = useTranslation();
  const { t } = useTranslation("directory");
  const { providerId = "" } = useParams();
  const { data, current, error, fetching, stale, retry } = useAnswer({
    query: ProviderProfileDocument,
    variables: { id: providerId },
    requestPolicy: "cache-and-network",
  });
  useLiveRefresh(retry);
  useReturnRefresh(retry);
  const { show, dialog } = useLazyDialog<StatusRequest>(loadStatusDialog);
  const edit = useLazyDialog<ProviderFactsFragment>(loadProfileDialog);
  const viewer = useViewer();
  const desk = isDesk(viewer.roles);
  const provider = (current && data?.provider) || null;
  const failed = provider === null && !fetching && failureOf(error, "provider") !== null;
  const missing = provider === null && !fetching && !failed;

  return (
    <>
      <PageHeader
        title={provider?.fullName ?? (missing ? common("providers.notFoundTitle") : common("providers.title"))}
        before={<BackLink to="/providers" label={common("providers.title")} />}
        lead={provider && <Avatar name={provider.fullName} size={56} />}
        subtitle={
          provider === null ? (
            " "
          ) : (
            <div className={styles.subtitle}>
              <span>{provider.specialties.map(({ name }) => name).join(", ")}</span>
              <ProviderStatusBadge status={provider.status} />
            </div>
          )
        }
        actions={
          provider !== null && (
            <>
              {desk && (
                <Button
                  variant="default"
                  leftSection={<IconPencil size={17} stroke={1.7} aria-hidden />}
                  onClick={() => edit.show(provider)}
                >
                  {t("person.edit")}
                </Button>
              )}
              {viewer.roles.includes("ADMIN") && provider.status !== "PENDING" && (
                <Button
                  variant="default"
                  onClick={() => show({ step: provider.status === "ACTIVE" ? "suspend" : "reinstate", provider })}
                >
                  {provider.status === "ACTIVE" ? t("profile.suspend") : t("profile.reinstate")}
                </Button>
              )}
            </>
          )
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
            <RowsSkeleton rows={6} />
          </Sheet>
          <Sheet>
            <RowsSkeleton rows={3} />
          </Sheet>
        </div>
      )}
      {provider !== null && (
        <div className={styles.columns}>
          <div className={styles.main}>
            <ProviderAppointments provider={provider} loading={fetching || stale} onRetry={retry} />
            {provider.credentials !== null && (
              <CredentialsCard provider={provider} credentials={provider.credentials} changeable={desk} />
            )}
            {provider.ratingCount > 0 && <PublishedRatings providerId={provider.id} />}
            <StatusHistory provider={provider} />
          </div>
          <div className={styles.side}>
            <ProviderDetails provider={provider} />
            <HoursCard provider={provider} changeable={desk || viewer.providerId === provider.id} />
            <RatingCard
              average={provider.averageRating}
              count={provider.ratingCount}
              distribution={provider.ratingDistribution}
            />
            <ProviderLocations provider={provider} />
          </div>
        </div>
      )}
      {dialog}
      {edit.dialog}
    </>
  );
}

function ProviderAppointments({
  provider,
  loading,
  onRetry,
}: {
  provider: Profile;
  loading: boolean;
  onRetry: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const view = useAppointmentView({ about: "provider", withDay: true, linked: true });
  const upcoming = provider.upcomingAppointments;
  return (
    <Card
      title={t("providers.upcoming")}
      subtitle={t("common.timesIn", { zone: format.zone })}
      flush
      aside={
        upcoming !== null && upcoming.totalCount > upcoming.nodes.length ? (
          <TextLink to={`/appointments?provider=${encodeURIComponent(provider.id)}&period=upcoming`}>
            {t("common.viewAllCount", { count: upcoming.totalCount })}
          </TextLink>
        ) : undefined
      }
    >
      {upcoming === null ? (
        // Whoever sees a provider sees a list, be it empty. What failed once is null in the cache, without the error.
        loading ? (
          <RowsSkeleton rows={3} />
        ) : (
          <ErrorState onRetry={onRetry} />
        )
      ) : upcoming.nodes.length === 0 ? (
        <EmptyState text={t("providers.upcomingEmpty")} />
      ) : (
        <DataTable caption={t("providers.upcoming")} rows={upcoming.nodes} rowKey={(row) => row.id} {...view} />
      )}
    </Card>
  );
}

function ProviderDetails({ provider }: { provider: Profile }) {
  const { t } = useTranslation();
  const { t: d } = useTranslation("directory");
  const format = useFormat();
  const languageNames = useLanguageNames();
  const none = t("common.notRecorded");
  const { licenseStatus, licensedUntil, languages } = provider;
  return (
    <Card title={t("providers.details")}>
      <Facts
        facts={[
          { label: t("providers.specialty"), value: provider.specialties.map(({ name }) => name).join(", ") || none },
          { label: d("profile.languages"), value: languageNames(languages) || none },
          ...(licenseStatus === null
            ? []
            : [
                {
                  label: d("profile.license"),
                  value:
                    licenseStatus === "CURRENT" && licensedUntil !== null
                      ? d("profile.licensedUntil", { date: format.date(licensedUntil) })
                      : d(`profile.licenses.${licenseStatus}`),
                },
              ]),
          {
            label: t("providers.gender"),
            value: provider.gender === null ? none : t(`person.gender.${provider.gender}`),
          },
          { label: t("providers.timeZone"), value: provider.timeZone.replaceAll("_", " ") },
        ]}
      />
    </Card>
  );
}

/** How a provider came to be suspended and back; for those who may know why. */
function StatusHistory({ provider }: { provider: Profile }) {
  const { t } = useTranslation("directory");
  const { t: common } = useTranslation();
  const format = useFormat();
  if (provider.statusHistory === null || provider.statusHistory.length === 0) {
    return null;
  }
  return (
    <Card title={t("profile.history")} flush>
      <ol className={entries.entries}>
        {provider.statusHistory.map(({ id, from, to, changedAt, reason }) => (
          <li key={id} className={entries.entry}>
            <span>
              <strong>
                {t("profile.step", {
                  from: common(`providers.statuses.${from}`),
                  to: common(`providers.statuses.${to}`),
                })}
              </strong>
              <span className={entries.detail}>{reason}</span>
            </span>
            <time dateTime={changedAt} className={entries.end}>
              {format.day(changedAt)}
            </time>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function ProviderLocations({ provider }: { provider: Profile }) {
  const { t } = useTranslation();
  return (
    <Card title={t("providers.locations")} flush>
      {provider.locations.length === 0 ? (
        <EmptyState text={t("providers.locationsEmpty")} />
      ) : (
        <ul className={styles.locations}>
          {provider.locations.map(({ id, name, address, phone }) => (
            <li key={id}>
              <strong>{name}</strong>
              <bdi>{[address?.line, address?.city, address?.state].filter(Boolean).join(", ")}</bdi>
              {phone !== null && <a href={`tel:${phone}`}>{phone}</a>}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
