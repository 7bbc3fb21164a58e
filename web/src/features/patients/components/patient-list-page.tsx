import { Button, SegmentedControl, Select } from "@mantine/core";
import { IconUserSearch } from "@tabler/icons-react";
import { useCallback, useMemo } from "react";
import { useLocation, useSearchParams } from "react-router";
import { PatientListDocument, type PatientListQuery, PatientOrder } from "../../../graphql/graphql.ts";
import { ageOn } from "../../../lib/format/calendar-date.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { dayInZone } from "../../../lib/format/zoned-time.ts";
import { usePages } from "../../../lib/graphql/use-pages.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useKeptSearch } from "../../../lib/kept-search.ts";
import { useReturnRefresh } from "../../../lib/live/use-return-refresh.ts";
import { mayWithRecords } from "../../../lib/record-rights.ts";
import { withParameter } from "../../../lib/search-parameter.ts";
import { useViewer } from "../../../lib/viewer.ts";
import { PageHeader } from "../../../ui/layout/page-header.tsx";
import { Sheet } from "../../../ui/layout/sheet.tsx";
import { Avatar } from "../../../ui/people/avatar.tsx";
import { PersonCell } from "../../../ui/people/person-cell.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { Badge } from "../../../ui/status/badge.tsx";
import { CompactRow } from "../../../ui/table/compact-row.tsx";
import { type Column, useCompactTables } from "../../../ui/table/data-table.tsx";
import { FilterBar, SearchField } from "../../../ui/table/filter-bar.tsx";
import { PagedTable } from "../../../ui/table/paged-table.tsx";
import { searchTerms } from "../search-terms.ts";
import styles from "./patient-list-page.module.css";
import { PatientPresence, PresenceProvider } from "./patient-presence.tsx";
import { RegisterButton } from "./register-button.tsx";

type PatientRow = NonNullable<PatientListQuery["patients"]>["nodes"][number];

const selectPatients = (data: PatientListQuery) => data.patients;
const orders = Object.values(PatientOrder);

export function PatientListPage() {
  const { t } = useTranslation();
  const [parameters, setParameters] = useSearchParams();
  const [search, setSearch] = useKeptSearch();
  const { state } = useLocation();
  const compact = useCompactTables();
  const viewer = useViewer();
  const { locale } = useFormat();
  const archived = parameters.get("archived") === "1";
  const order = orders.find((name) => name === parameters.get("order")) ?? "NAME_ASC";
  const pages = usePages(
    PatientListDocument,
    { filter: { archived, ...searchTerms(search, locale) }, orderBy: order },
    selectPatients,
  );
  useReturnRefresh(pages.refresh);
  const view = usePatientView();

  const set = useCallback(
    (name: string, value: string | null) =>
      setParameters((before) => withParameter(before, name, value), { replace: true, state }),
    [setParameters, state],
  );
  const setOrder = useCallback((value: string | null) => set("order", value === "NAME_ASC" ? null : value), [set]);

  return (
    <>
      <PageHeader
        title={t("patients.title")}
        subtitle={pages.totalCount === null ? " " : t("patients.count", { count: pages.totalCount })}
        actions={mayWithRecords(viewer, "register") && <RegisterButton />}
      />
      <FilterBar label={t("patients.title")}>
        <SearchField label={t("patients.search")} value={search} onSearch={setSearch} />
        <SegmentedControl
          aria-label={t("patients.filterArchived")}
          value={archived ? "1" : "0"}
          onChange={(value) => set("archived", value === "1" ? "1" : null)}
          data={[
            { value: "0", label: t("patients.showActive") },
            { value: "1", label: t("patients.showArchived") },
          ]}
        />
        {compact && (
          <Select
            aria-label={t("common.sortBy")}
            value={order}
            onChange={setOrder}
            allowDeselect={false}
            data={orders.map((name) => ({ value: name, label: t(`patients.order.${name}`) }))}
          />
        )}
      </FilterBar>
      <Sheet>
        <PresenceProvider>
          <PagedTable
            pages={pages}
            caption={t("patients.title")}
            columns={view.columns}
            compact={view.compact}
            rowKey={(row) => row.id}
            order={order}
            onOrder={setOrder}
            empty={
              search === "" ? (
                <EmptyState icon={IconUserSearch} title={t("patients.emptyTitle")} text={t("patients.emptyText")} />
              ) : (
                <EmptyState
                  icon={IconUserSearch}
                  title={t("patients.noMatchTitle")}
                  text={t("patients.noMatchText")}
                  action={
                    <Button variant="default" size="xs" onClick={() => setParameters({}, { replace: true })}>
                      {t("common.clearFilters")}
                    </Button>
                  }
                />
              )
            }
          />
        </PresenceProvider>
      </Sheet>
    </>
  );
}

function usePatientView() {
  const { t } = useTranslation();
  const format = useFormat();

  return useMemo(() => {
    const today = dayInZone(new Date(), format.timeZone);
    const born = (row: PatientRow) =>
      row.birthDate === null
        ? t("common.notRecorded")
        : t("person.bornAge", { date: format.date(row.birthDate), count: ageOn(row.birthDate, today) });
    const columns: readonly Column<PatientRow>[] = [
      {
        id: "name",
        header: t("patients.column.name"),
        width: "32%",
        sort: { ascending: "NAME_ASC", descending: "NAME_DESC" },
        cell: (row) => (
          <div className={styles.who}>
            <PersonCell name={row.fullName} detail={row.email ?? undefined} to={`/patients/${row.id}`} stretched />
            <PatientPresence patientId={row.id} />
          </div>
        ),
      },
      {
        id: "mrn",
        header: t("patients.column.mrn"),
        width: "14%",
        sort: { ascending: "MRN_ASC", descending: "MRN_DESC" },
        cell: (row) => row.mrn,
      },
      {
        id: "born",
        header: t("patients.column.birthDate"),
        width: "24%",
        sort: { ascending: "BIRTH_DATE_ASC", descending: "BIRTH_DATE_DESC" },
        cell: born,
      },
      {
        id: "gender",
        header: t("patients.column.gender"),
        width: "12%",
        cell: (row) => (row.gender === null ? t("common.notRecorded") : t(`person.gender.${row.gender}`)),
      },
      {
        id: "contact",
        header: t("patients.column.contact"),
        cell: (row) => (row.phone === null ? t("common.notRecorded") : <bdi dir="ltr">{row.phone}</bdi>),
      },
    ];
    const compact = (row: PatientRow) => (
      <CompactRow
        start={<Avatar name={row.fullName} />}
        title={row.fullName}
        to={`/patients/${row.id}`}
        detail={`${t("person.mrn", { mrn: row.mrn })} · ${born(row)}`}
        end={row.archived ? <Badge tone="grey" label={t("person.archived")} /> : <PatientPresence patientId={row.id} />}
      />
    );
    return { columns, compact };
  }, [t, format]);
}
