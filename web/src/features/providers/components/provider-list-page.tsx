import { Button, Select } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconFilter, IconStethoscope, IconUserPlus } from "@tabler/icons-react";
import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";
import {
  DirectoryChoicesDocument,
  ProviderListDocument,
  type ProviderListQuery,
  ProviderOrder,
  ProviderStatus,
} from "../../../graphql/graphql.ts";
import { languageChoices, shownChoices } from "../../../lib/format/choices.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { usePages } from "../../../lib/graphql/use-pages.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useReturnRefresh } from "../../../lib/live/use-return-refresh.ts";
import { withParameter } from "../../../lib/search-parameter.ts";
import { useToday } from "../../../lib/use-today.ts";
import { isDesk, useViewer } from "../../../lib/viewer.ts";
import { useLazyDialog } from "../../../ui/dialog/use-lazy-dialog.tsx";
import { PageHeader } from "../../../ui/layout/page-header.tsx";
import { Sheet } from "../../../ui/layout/sheet.tsx";
import { Avatar } from "../../../ui/people/avatar.tsx";
import { PersonCell } from "../../../ui/people/person-cell.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { ProviderStatusBadge } from "../../../ui/status/status-badge.tsx";
import { CompactRow } from "../../../ui/table/compact-row.tsx";
import type { Column } from "../../../ui/table/data-table.tsx";
import { FilterBar, SearchField } from "../../../ui/table/filter-bar.tsx";
import { PagedTable } from "../../../ui/table/paged-table.tsx";
import { endingDays, leastRatings, providerFilter } from "../provider-filters.ts";
import { DirectoryTabs } from "./directory-tabs.tsx";

type ProviderRow = NonNullable<ProviderListQuery["providers"]>["nodes"][number];

const loadDialog = async () => (await import("./registration-dialog.tsx")).RegistrationDialog;
const selectProviders = (data: ProviderListQuery) => data.providers;
const orders = Object.values(ProviderOrder);
const statuses = Object.values(ProviderStatus);
/** Filters that are shown once they are asked for. */
const rare = ["location", "language", "rating", "bookable", "ending"];

export function ProviderListPage() {
  const { t } = useTranslation();
  const { t: directory } = useTranslation("directory");
  const desk = isDesk(useViewer().roles);
  const [parameters, setParameters] = useSearchParams();
  const { locale } = useFormat();
  const { data: known } = useAnswer({ query: DirectoryChoicesDocument });
  const filter = providerFilter(parameters, { today: useToday(), desk });
  const order = orders.find((name) => name === parameters.get("order")) ?? "NAME_ASC";
  const pages = usePages(ProviderListDocument, { filter, orderBy: order }, selectProviders);
  useReturnRefresh(pages.refresh);
  const view = useProviderView();
  const { show, dialog } = useLazyDialog<null>(loadDialog);
  const filtered = Object.keys(filter).length > 0;
  const [more, { open }] = useDisclosure(rare.some((name) => parameters.has(name)));

  const set = useCallback(
    (name: string, value: string | null) =>
      setParameters((before) => withParameter(before, name, value), { replace: true }),
    [setParameters],
  );
  const chosen = (name: string) => ({
    value: parameters.get(name),
    onChange: (value: string | null) => set(name, value),
    clearable: true,
  });
  const setSearch = useCallback((value: string) => set("search", value), [set]);
  const setOrder = useCallback((value: string) => set("order", value === "NAME_ASC" ? null : value), [set]);

  return (
    <>
      <PageHeader
        title={t("providers.title")}
        subtitle={pages.totalCount === null ? " " : t("providers.count", { count: pages.totalCount })}
        actions={
          desk && (
            <Button leftSection={<IconUserPlus size={17} stroke={1.7} aria-hidden />} onClick={() => show(null)}>
              {directory("registration.title")}
            </Button>
          )
        }
      />
      {desk && <DirectoryTabs />}
      <FilterBar label={t("providers.title")}>
        <SearchField label={t("providers.search")} value={filter.search ?? ""} onSearch={setSearch} />
        <Select
          aria-label={t("providers.specialty")}
          placeholder={t("providers.anySpecialty")}
          {...chosen("specialty")}
          searchable
          data={(known?.specialties ?? []).map(({ code, name }) => ({ value: code, label: name }))}
        />
        <Select
          aria-label={t("providers.status")}
          placeholder={t("providers.anyStatus")}
          {...chosen("status")}
          data={statuses.map((name) => ({ value: name, label: t(`providers.statuses.${name}`) }))}
        />
        {more ? (
          <>
            <Select
              aria-label={directory("filters.location")}
              placeholder={directory("filters.anyLocation")}
              {...chosen("location")}
              searchable
              data={(known?.locations?.nodes ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            />
            <Select
              aria-label={directory("filters.language")}
              placeholder={directory("filters.anyLanguage")}
              {...chosen("language")}
              searchable
              limit={shownChoices}
              data={languageChoices(locale, parameters.get("language"))}
            />
            <Select
              aria-label={directory("filters.rating")}
              placeholder={directory("filters.anyRating")}
              {...chosen("rating")}
              data={leastRatings.map((score) => ({ value: score, label: directory("filters.atLeast", { score }) }))}
            />
            <Select
              aria-label={directory("filters.booking")}
              placeholder={directory("filters.anyBooking")}
              {...chosen("bookable")}
              data={[{ value: "1", label: directory("filters.bookable") }]}
            />
            {desk && (
              <Select
                aria-label={directory("filters.ending")}
                placeholder={directory("filters.anyEnding")}
                {...chosen("ending")}
                data={endingDays.map((days) => ({
                  value: days,
                  label: days === "0" ? directory("filters.ended") : directory("filters.endsWithin", { days }),
                }))}
              />
            )}
          </>
        ) : (
          <Button variant="default" leftSection={<IconFilter size={17} stroke={1.7} aria-hidden />} onClick={open}>
            {directory("filters.more")}
          </Button>
        )}
      </FilterBar>
      <Sheet>
        <PagedTable
          pages={pages}
          caption={t("providers.title")}
          columns={view.columns}
          compact={view.compact}
          rowKey={(row) => row.id}
          order={order}
          onOrder={setOrder}
          empty={
            filtered ? (
              <EmptyState
                icon={IconStethoscope}
                title={t("providers.noMatchTitle")}
                text={t("providers.noMatchText")}
                action={
                  <Button variant="default" size="xs" onClick={() => setParameters({}, { replace: true })}>
                    {t("common.clearFilters")}
                  </Button>
                }
              />
            ) : (
              <EmptyState icon={IconStethoscope} title={t("providers.emptyTitle")} text={t("providers.emptyText")} />
            )
          }
        />
      </Sheet>
      {dialog}
    </>
  );
}

function useProviderView() {
  const { t } = useTranslation();
  return useMemo(() => {
    const specialties = (row: ProviderRow) =>
      row.specialties.map(({ name }) => name).join(", ") || t("common.notRecorded");
    const columns: readonly Column<ProviderRow>[] = [
      {
        id: "name",
        header: t("providers.column.name"),
        width: "30%",
        sort: { ascending: "NAME_ASC", descending: "NAME_DESC" },
        cell: (row) => <PersonCell name={row.fullName} to={`/providers/${row.id}`} stretched />,
      },
      { id: "specialties", header: t("providers.column.specialties"), width: "30%", cell: specialties },
      {
        id: "locations",
        header: t("providers.column.locations"),
        cell: (row) => row.locations.map(({ name }) => name).join(", ") || t("common.notRecorded"),
      },
      {
        id: "status",
        header: t("providers.column.status"),
        width: "128px",
        cell: (row) => <ProviderStatusBadge status={row.status} />,
      },
    ];
    const compact = (row: ProviderRow) => (
      <CompactRow
        start={<Avatar name={row.fullName} />}
        title={row.fullName}
        to={`/providers/${row.id}`}
        detail={specialties(row)}
        end={<ProviderStatusBadge status={row.status} />}
      />
    );
    return { columns, compact };
  }, [t]);
}
