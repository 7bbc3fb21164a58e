import { ActionIcon, Button, Select } from "@mantine/core";
import { IconCalendarPlus, IconDots, IconHourglass, IconPlus, IconUserMinus } from "@tabler/icons-react";
import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";
import {
  VisitType,
  WaitlistEntriesDocument,
  type WaitlistEntriesQuery,
  WaitlistProvidersDocument,
  type WaitlistRowFragment,
  WaitlistStatus,
} from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { dayInZone } from "../../../lib/format/zoned-time.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { usePages } from "../../../lib/graphql/use-pages.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useLiveRefresh } from "../../../lib/live/live.ts";
import { useReturnRefresh } from "../../../lib/live/use-return-refresh.ts";
import { withParameter } from "../../../lib/search-parameter.ts";
import { useSoon } from "../../../lib/use-soon.ts";
import { useLazyDialog } from "../../../ui/dialog/use-lazy-dialog.tsx";
import { AppointmentTabs } from "../../../ui/layout/appointment-tabs.tsx";
import { PageHeader } from "../../../ui/layout/page-header.tsx";
import { Sheet } from "../../../ui/layout/sheet.tsx";
import { Menu, MenuItem } from "../../../ui/menu/menu.tsx";
import { PersonCell } from "../../../ui/people/person-cell.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { CompactRow } from "../../../ui/table/compact-row.tsx";
import type { Column } from "../../../ui/table/data-table.tsx";
import { FilterBar } from "../../../ui/table/filter-bar.tsx";
import { PagedTable } from "../../../ui/table/paged-table.tsx";
import type { WaitlistRequest } from "./waitlist-dialog.tsx";
import styles from "./waitlist-page.module.css";
import { WaitlistStatusBadge } from "./waitlist-status-badge.tsx";

const selectEntries = (data: WaitlistEntriesQuery) => data.waitlist;
const statuses = Object.values(WaitlistStatus);
const visitTypes = Object.values(VisitType);
const open: readonly WaitlistStatus[] = ["WAITING", "OFFERED"];
// A time that became free is offered to somebody by then.
const offeredMilliseconds = 7_000;
const loadDialog = async () => (await import("./waitlist-dialog.tsx")).WaitlistDialog;

/** Those who wait for a time, who came first first, and what is held for them. */
export function WaitlistPage() {
  const { t } = useTranslation("calendar");
  const { t: common } = useTranslation();
  const format = useFormat();
  const [parameters, setParameters] = useSearchParams();
  const status = statuses.find((name) => name === parameters.get("status")) ?? null;
  const visitType = visitTypes.find((name) => name === parameters.get("visit")) ?? null;
  const pages = usePages(
    WaitlistEntriesDocument,
    {
      filter: { status: status === null ? [...open] : [status], ...(visitType === null ? {} : { visitType }) },
    },
    selectEntries,
  );
  useReturnRefresh(pages.refresh);
  // An offer becomes a visit, and is made soon after one was called off: no subscription tells of that itself.
  const later = useSoon(pages.refresh, offeredMilliseconds);
  useLiveRefresh(() => {
    pages.refresh();
    later();
  });
  const { show, dialog } = useLazyDialog<WaitlistRequest>(loadDialog);
  const view = useWaitlistView((kind, entry) => show({ kind, entry, onDone: pages.refresh }));
  const set = useCallback(
    (name: string, value: string | null) =>
      setParameters((before) => withParameter(before, name, value), { replace: true }),
    [setParameters],
  );

  return (
    <>
      <PageHeader
        title={t("waitlist.title")}
        subtitle={[
          pages.totalCount === null || status !== null ? null : t("waitlist.count", { count: pages.totalCount }),
          common("common.timesIn", { zone: format.zone }),
        ]
          .filter((part) => part !== null)
          .join(" · ")}
        actions={
          <Button
            size="sm"
            leftSection={<IconPlus size={16} stroke={2} aria-hidden />}
            onClick={() => show({ kind: "join", onDone: pages.refresh })}
          >
            {t("waitlist.add")}
          </Button>
        }
      />
      <AppointmentTabs />
      <FilterBar label={t("waitlist.title")}>
        <Select
          aria-label={t("waitlist.status")}
          placeholder={t("waitlist.open")}
          value={status}
          onChange={(value) => set("status", value)}
          clearable
          data={statuses.map((name) => ({ value: name, label: t(`waitlist.statuses.${name}`) }))}
        />
        <Select
          aria-label={t("waitlist.visitType")}
          placeholder={t("waitlist.anyVisitType")}
          value={visitType}
          onChange={(value) => set("visit", value)}
          clearable
          data={visitTypes.map((name) => ({ value: name, label: common(`appointments.visits.${name}`) }))}
        />
      </FilterBar>
      <Sheet>
        <PagedTable
          pages={pages}
          caption={t("waitlist.title")}
          rowKey={(row) => row.id}
          {...view}
          empty={
            <EmptyState
              icon={IconHourglass}
              title={t("waitlist.emptyTitle")}
              text={t("waitlist.emptyText")}
              action={
                (status !== null || visitType !== null) && (
                  <Button variant="default" size="xs" onClick={() => setParameters({}, { replace: true })}>
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

function useWaitlistView(onAct: (kind: "leave" | "accept", entry: WaitlistRowFragment) => void) {
  const { t } = useTranslation("calendar");
  const { t: common } = useTranslation();
  const format = useFormat();
  const { data } = useAnswer({ query: WaitlistProvidersDocument, variables: { search: null } });
  return useMemo(() => {
    const nameOf = ({ patient }: WaitlistRowFragment) => patient?.fullName ?? common("person.hidden");
    const wanted = ({ provider, specialty }: WaitlistRowFragment) =>
      specialty === null
        ? (provider?.fullName ?? common("person.hidden"))
        : common("booking.anyOf", {
            specialty: data?.specialties?.find(({ code }) => code === specialty)?.name ?? specialty,
          });
    const window = ({ from, until }: WaitlistRowFragment) =>
      format.dateRange(
        dayInZone(from, format.timeZone),
        // It ends by then: midnight is the end of the day before.
        dayInZone(new Date(Date.parse(until) - 1), format.timeZone),
      );
    const offered = ({ offer }: WaitlistRowFragment) =>
      offer === null
        ? null
        : t("waitlist.offered", {
            day: format.day(offer.startsAt, { weekday: "short", day: "numeric", month: "short" }),
            time: format.time(offer.startsAt),
            until: format.time(offer.expiresAt),
          });
    const menu = (row: WaitlistRowFragment) =>
      open.includes(row.status) ? (
        <Menu
          width={210}
          button={(button) => (
            <ActionIcon
              {...button}
              variant="subtle"
              color="gray"
              size={36}
              aria-label={t("waitlist.actionsOf", { name: nameOf(row) })}
            >
              <IconDots size={18} stroke={1.8} aria-hidden />
            </ActionIcon>
          )}
        >
          {row.offer !== null && (
            <MenuItem icon={IconCalendarPlus} onSelect={() => onAct("accept", row)}>
              {t("waitlist.accept")}
            </MenuItem>
          )}
          <MenuItem icon={IconUserMinus} danger onSelect={() => onAct("leave", row)}>
            {t("waitlist.leave")}
          </MenuItem>
        </Menu>
      ) : null;
    const columns: readonly Column<WaitlistRowFragment>[] = [
      {
        id: "patient",
        header: t("waitlist.column.patient"),
        width: "24%",
        cell: (row) => (
          <PersonCell
            name={row.patient?.fullName}
            detail={row.patient ? common("person.mrn", { mrn: row.patient.mrn }) : undefined}
            to={row.patient ? `/patients/${row.patient.id}` : undefined}
          />
        ),
      },
      {
        id: "wanted",
        header: t("waitlist.column.wanted"),
        width: "24%",
        cell: (row) => (
          <>
            <span className={styles.wanted}>{wanted(row)}</span>
            <span className={styles.detail}>{common(`appointments.visits.${row.visitType}`)}</span>
          </>
        ),
      },
      {
        id: "window",
        header: t("waitlist.column.window"),
        cell: (row) => (
          <>
            <span className={styles.wanted}>{window(row)}</span>
            {row.offer !== null && <span className={styles.offer}>{offered(row)}</span>}
          </>
        ),
      },
      {
        id: "since",
        header: t("waitlist.column.since"),
        width: "118px",
        cell: (row) => <time dateTime={row.joinedAt}>{format.day(row.joinedAt)}</time>,
      },
      {
        id: "status",
        header: t("waitlist.column.status"),
        width: "116px",
        cell: (row) => <WaitlistStatusBadge status={row.status} />,
      },
      {
        id: "actions",
        header: t("waitlist.column.actions"),
        headerHidden: true,
        width: "72px",
        align: "end",
        cell: menu,
      },
    ];
    const compact = (row: WaitlistRowFragment) => (
      <CompactRow
        title={nameOf(row)}
        detail={offered(row) ?? [wanted(row), window(row)].join(" · ")}
        end={<WaitlistStatusBadge status={row.status} />}
        menu={menu(row)}
      />
    );
    return { columns, compact };
  }, [t, common, format, data, onAct]);
}
