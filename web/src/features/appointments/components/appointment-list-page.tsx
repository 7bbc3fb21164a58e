import "@mantine/core/styles/Checkbox.css";
import { Button, Checkbox, SegmentedControl, Select } from "@mantine/core";
import { IconCalendarOff } from "@tabler/icons-react";
import { useCallback, useEffect, useState } from "react";
import { useSearchParams } from "react-router";
import { AppointmentListDocument, type AppointmentListQuery, AppointmentStatus } from "../../../graphql/graphql.ts";
import { useEntryMemory } from "../../../lib/entry-memory.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { usePages } from "../../../lib/graphql/use-pages.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useLiveRefresh } from "../../../lib/live/live.ts";
import { withParameter } from "../../../lib/search-parameter.ts";
import { useNow } from "../../../lib/use-now.ts";
import { audienceOf, useViewer } from "../../../lib/viewer.ts";
import { AppointmentTabs } from "../../../ui/layout/appointment-tabs.tsx";
import { NewAppointment } from "../../../ui/layout/new-appointment.tsx";
import { PageHeader } from "../../../ui/layout/page-header.tsx";
import { Sheet } from "../../../ui/layout/sheet.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { useAppointmentView } from "../../../ui/table/appointment-columns.tsx";
import { FilterBar } from "../../../ui/table/filter-bar.tsx";
import { PagedTable } from "../../../ui/table/paged-table.tsx";
import { type Period, periodFilter, periods } from "../appointment-period.ts";
import styles from "./appointment-list-page.module.css";
import { AppointmentNumbers } from "./appointment-numbers.tsx";
import { PatientFilterChip } from "./patient-filter-chip.tsx";
import { ProviderFilter } from "./provider-filter.tsx";

const selectAppointments = (data: AppointmentListQuery) => data.appointments;
const statuses = Object.values(AppointmentStatus);

/**
 * The moment of a list that begins or ends now: one for as long as the page is open, or come back to, since a later one would
 * be another list, read from its beginning. A list of days changes with the day alone, and is that of today.
 */
function useListMoment(period: Period): Date {
  const memory = useEntryMemory<Date>("now");
  const now = useNow();
  const [opened] = useState(() => memory.recall() ?? now);
  useEffect(() => memory.keep(opened), [memory, opened]);
  return period === "today" || period === "week" ? now : opened;
}

export function AppointmentListPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const staff = audienceOf(useViewer().roles) === "staff";
  const [parameters, setParameters] = useSearchParams();
  const standard = staff ? "today" : "upcoming";
  const period = periods.find((name) => name === parameters.get("period")) ?? standard;
  const now = useListMoment(period);
  const status = statuses.find((name) => name === parameters.get("status")) ?? null;
  const providerId = parameters.get("provider");
  const patientId = parameters.get("patient");
  const overlapping = staff && parameters.get("overlapping") === "true";
  const filter = {
    ...periodFilter(period, now, format.timeZone),
    ...(status === null ? {} : { status: [status] }),
    ...(providerId === null ? {} : { providerId }),
    ...(patientId === null ? {} : { patientId }),
    ...(overlapping ? { overlapping } : {}),
  };
  const pages = usePages(
    AppointmentListDocument,
    {
      filter,
      orderBy: period === "past" || period === "all" ? "STARTS_AT_DESC" : "STARTS_AT_ASC",
    },
    selectAppointments,
  );
  useLiveRefresh(pages.refresh);
  const view = useAppointmentView({
    withDay: period !== "today",
    linked: staff,
    ...(staff ? {} : { about: "patient" as const }),
  });
  const title = staff ? t("appointments.title") : t("appointments.myTitle");

  const set = useCallback(
    (name: string, value: string | null) =>
      setParameters((before) => withParameter(before, name, value), { replace: true }),
    [setParameters],
  );

  return (
    <>
      <PageHeader
        title={title}
        subtitle={[
          pages.totalCount === null ? null : t("appointments.count", { count: pages.totalCount }),
          t("common.timesIn", { zone: format.zone }),
        ]
          .filter((part) => part !== null)
          .join(" · ")}
        actions={<NewAppointment />}
      />
      {staff && <AppointmentTabs />}
      <FilterBar label={title}>
        <div className={styles.periods}>
          <SegmentedControl
            classNames={{ root: styles.tabs ?? "", control: styles.tab ?? "", label: styles.tabLabel ?? "" }}
            aria-label={t("appointments.period")}
            value={period}
            onChange={(value) => set("period", value === standard ? null : value)}
            data={periods.map((name) => ({ value: name, label: t(`appointments.periods.${name}`) }))}
          />
        </div>
        <Select
          className={styles.select ?? ""}
          aria-label={t("appointments.status")}
          placeholder={t("appointments.anyStatus")}
          value={status}
          onChange={(value) => set("status", value)}
          clearable
          data={statuses.map((name) => ({ value: name, label: t(`appointments.statuses.${name}`) }))}
        />
        {staff && <ProviderFilter providerId={providerId} onChange={(value) => set("provider", value)} />}
        {staff && (
          <Checkbox
            label={t("appointmentList.overlapping")}
            checked={overlapping}
            onChange={({ currentTarget: { checked } }) => set("overlapping", checked ? "true" : null)}
          />
        )}
        {staff && patientId !== null && (
          <PatientFilterChip patientId={patientId} onRemove={() => set("patient", null)} />
        )}
      </FilterBar>
      {staff && <AppointmentNumbers filter={filter} />}
      <Sheet>
        <PagedTable
          pages={pages}
          caption={title}
          rowKey={(row) => row.id}
          {...view}
          empty={
            <EmptyState
              icon={IconCalendarOff}
              title={t("appointments.emptyTitle")}
              text={t("appointments.emptyText")}
              action={
                <Button variant="default" size="xs" onClick={() => setParameters({ period: "all" }, { replace: true })}>
                  {t("common.clearFilters")}
                </Button>
              }
            />
          }
        />
      </Sheet>
    </>
  );
}
