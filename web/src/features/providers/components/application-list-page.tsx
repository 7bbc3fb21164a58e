import { Button, Select } from "@mantine/core";
import { IconUserPlus } from "@tabler/icons-react";
import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";
import {
  ApplicationListDocument,
  type ApplicationListQuery,
  ProviderApplicationStatus,
} from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { usePages } from "../../../lib/graphql/use-pages.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useReturnRefresh } from "../../../lib/live/use-return-refresh.ts";
import { withParameter } from "../../../lib/search-parameter.ts";
import { useLazyDialog } from "../../../ui/dialog/use-lazy-dialog.tsx";
import { PageHeader } from "../../../ui/layout/page-header.tsx";
import { Sheet } from "../../../ui/layout/sheet.tsx";
import { Avatar } from "../../../ui/people/avatar.tsx";
import { PersonCell } from "../../../ui/people/person-cell.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { CompactRow } from "../../../ui/table/compact-row.tsx";
import type { Column } from "../../../ui/table/data-table.tsx";
import { FilterBar } from "../../../ui/table/filter-bar.tsx";
import { PagedTable } from "../../../ui/table/paged-table.tsx";
import { ApplicationStatusBadge } from "./application-status-badge.tsx";
import { DirectoryTabs } from "./directory-tabs.tsx";

type ApplicationRow = NonNullable<ApplicationListQuery["providerApplications"]>["nodes"][number];

const loadDialog = async () => (await import("./applicant-dialog.tsx")).ApplicantDialog;
const selectApplications = (data: ApplicationListQuery) => data.providerApplications;
const statuses = Object.values(ProviderApplicationStatus);

/** Who wants to see patients here. */
export function ApplicationListPage() {
  const { t } = useTranslation("directory");
  const { t: common } = useTranslation();
  const [parameters, setParameters] = useSearchParams();
  const status = statuses.find((name) => name === parameters.get("status")) ?? null;
  const pages = usePages(
    ApplicationListDocument,
    { filter: status === null ? {} : { status: [status] } },
    selectApplications,
  );
  useReturnRefresh(pages.refresh);
  const view = useApplicationView();
  const { show, dialog } = useLazyDialog<null>(loadDialog);
  const setStatus = useCallback(
    (value: string | null) => setParameters((before) => withParameter(before, "status", value), { replace: true }),
    [setParameters],
  );

  return (
    <>
      <PageHeader
        title={t("applications.title")}
        subtitle={pages.totalCount === null ? " " : t("applications.count", { count: pages.totalCount })}
        actions={
          <Button leftSection={<IconUserPlus size={17} stroke={1.7} aria-hidden />} onClick={() => show(null)}>
            {t("applicant.new")}
          </Button>
        }
      />
      <DirectoryTabs />
      <FilterBar label={t("applications.title")}>
        <Select
          aria-label={t("applications.status")}
          placeholder={t("applications.anyStatus")}
          value={status}
          onChange={setStatus}
          clearable
          data={statuses.map((name) => ({ value: name, label: t(`applications.statuses.${name}`) }))}
        />
      </FilterBar>
      <Sheet>
        <PagedTable
          pages={pages}
          caption={t("applications.title")}
          rowKey={(row) => row.id}
          {...view}
          empty={
            <EmptyState
              icon={IconUserPlus}
              title={t("applications.emptyTitle")}
              text={t("applications.emptyText")}
              action={
                status !== null && (
                  <Button variant="default" size="xs" onClick={() => setStatus(null)}>
                    {common("common.clearFilters")}
                  </Button>
                )
              }
            />
          }
        />
      </Sheet>
      {dialog}
    </>
  );
}

function useApplicationView() {
  const { t } = useTranslation("directory");
  const { t: common } = useTranslation();
  const format = useFormat();
  return useMemo(() => {
    const nameOf = (row: ApplicationRow) => row.fullName ?? t("applications.forgotten");
    const specialties = (row: ApplicationRow) =>
      row.specialties.map(({ name }) => name).join(", ") || common("common.notRecorded");
    const columns: readonly Column<ApplicationRow>[] = [
      {
        id: "name",
        header: t("applications.column.name"),
        width: "32%",
        cell: (row) => <PersonCell name={nameOf(row)} to={`/providers/applications/${row.id}`} stretched />,
      },
      { id: "specialties", header: t("applications.column.specialties"), cell: specialties },
      {
        id: "since",
        header: t("applications.column.since"),
        width: "140px",
        cell: (row) => <time dateTime={row.createdAt}>{format.day(row.createdAt)}</time>,
      },
      {
        id: "status",
        header: t("applications.column.status"),
        width: "196px",
        cell: (row) => <ApplicationStatusBadge status={row.status} />,
      },
    ];
    const compact = (row: ApplicationRow) => (
      <CompactRow
        start={<Avatar name={nameOf(row)} />}
        title={nameOf(row)}
        to={`/providers/applications/${row.id}`}
        detail={specialties(row)}
        end={<ApplicationStatusBadge status={row.status} />}
      />
    );
    return { columns, compact };
  }, [t, common, format]);
}
