import { ActionIcon, Button, SegmentedControl, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconCalendarOff, IconChevronLeft, IconChevronRight, IconUserSearch } from "@tabler/icons-react";
import { useCallback, useMemo, useState } from "react";
import { useSearchParams } from "react-router";
import {
  type AppointmentRowFragment,
  CalendarFreeTimesDocument,
  CalendarProviderNameDocument,
  CalendarProvidersDocument,
} from "../../../graphql/graphql.ts";
import { allowedActions } from "../../../lib/appointment-actions.ts";
import { useAppointmentControl } from "../../../lib/appointment-control.ts";
import { addDays } from "../../../lib/format/calendar-date.ts";
import { numberFormat } from "../../../lib/format/formatters.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { dayInZone, minutesAhead, startOfDay, zoneName } from "../../../lib/format/zoned-time.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useLiveRefresh } from "../../../lib/live/live.ts";
import { withParameter } from "../../../lib/search-parameter.ts";
import { useNow } from "../../../lib/use-now.ts";
import { useViewer } from "../../../lib/viewer.ts";
import { AppointmentTabs } from "../../../ui/layout/appointment-tabs.tsx";
import { NewAppointment } from "../../../ui/layout/new-appointment.tsx";
import { PageHeader } from "../../../ui/layout/page-header.tsx";
import { Sheet } from "../../../ui/layout/sheet.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { ErrorState } from "../../../ui/state/error-state.tsx";
import { RowsSkeleton } from "../../../ui/state/rows-skeleton.tsx";
import { useCompactTables } from "../../../ui/table/data-table.tsx";
import { byProvider, type CalendarColumn, standing } from "../calendar-column.ts";
import { type CalendarView, calendarViews, dayFrom, daysShown, turned } from "../calendar-view.ts";
import { type Conflict, conflictAt } from "../conflict.ts";
import { type DayAxis, dayAxis, trimmed } from "../day-rows.ts";
import { useCalendarVisits } from "../use-calendar-visits.ts";
import { type Dragged, useDrag } from "../use-drag.ts";
import styles from "./calendar-page.module.css";
import { CalendarProviderField } from "./calendar-provider-field.tsx";
import { rowHeight, TimeGrid } from "./time-grid.tsx";

const opening = "08:00";
const closing = "18:00";

export function CalendarPage() {
  const { t } = useTranslation("calendar");
  const { t: common } = useTranslation();
  const format = useFormat();
  const viewer = useViewer();
  const compact = useCompactTables();
  const { moveTo } = useAppointmentControl();
  const now = useNow();
  const today = dayInZone(now, format.timeZone);
  const [parameters, setParameters] = useSearchParams();
  const standard: CalendarView = compact || viewer.providerId !== null ? "day" : "providers";
  const view = calendarViews.find((name) => name === parameters.get("view")) ?? standard;
  const day = dayFrom(parameters.get("day"), today);
  const days = useMemo(() => daysShown(view, day), [view, day]);
  const asked = parameters.get("provider") ?? viewer.providerId;
  const { provider, loading: providerLoading } = useShownProvider(asked);
  const ofOne = view !== "providers";
  const visits = useCalendarVisits(days, ofOne ? (asked ?? provider?.id ?? null) : null, format.timeZone);
  // Another day's or provider's visits would stand in these columns.
  const loading = visits.loading || !visits.current || (ofOne && providerLoading);
  const shown = visits.rows.filter(standing);
  const axis = useAxis(days, shown, format.timeZone);
  const columns = useColumns({ view, axis, visits: shown, provider, today });

  const set = useCallback(
    (name: string, value: string | null) =>
      setParameters((before) => withParameter(before, name, value), { replace: true }),
    [setParameters],
  );
  const turn = (direction: 1 | -1) => set("day", turned(view, day, direction));

  const [held, setHeld] = useState<AppointmentRowFragment | null>(null);
  const freeTimes = useFreeTimesOf(held, days, format.timeZone);
  const starts = useMemo(
    () => freeTimes && new Set(freeTimes.map(({ startsAt }) => Date.parse(startsAt))),
    [freeTimes],
  );
  const conflictOf = ({ visit, startsAt }: Dragged) =>
    startsAt === null
      ? ({ kind: "closed" } as const)
      : conflictAt(
          visit,
          startsAt,
          shown.filter((other) => other.provider?.id === visit.provider?.id),
          starts,
          now.getTime(),
        );
  const { dragged, take } = useDrag({
    columns,
    rowHeight,
    freeOf: () => starts,
    onDrop(last) {
      const conflict = conflictOf(last);
      if (conflict === null && last.startsAt !== null) {
        moveTo(last.visit, new Date(last.startsAt).toISOString());
      } else {
        notifications.show({ color: "yellow", message: words(conflict) });
      }
    },
  });
  const conflict = dragged === null ? null : conflictOf(dragged);

  function words(why: Conflict | null | undefined): string {
    if (why === null || why === undefined) {
      return why === null ? t("drag.free") : t("drag.checking");
    }
    return why.kind === "taken" && why.by !== null
      ? t("drag.taken", { name: why.by })
      : t(`drag.${why.kind === "taken" ? "takenHidden" : why.kind}`);
  }

  const isMovable = (visit: AppointmentRowFragment) =>
    allowedActions(visit, { viewer, now, timeZone: format.timeZone }).includes("reschedule");
  const title = titleOf(days, format);
  const device = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const elsewhere = minutesAhead(now, device, format.timeZone) !== 0;
  const cancelled = visits.rows.length - shown.length;
  const theirZone =
    ofOne &&
    provider !== null &&
    // One of the clocks may be changed within the week.
    days.some((one) => minutesAhead(middayOf(one, format.timeZone), provider.timeZone, format.timeZone) !== 0)
      ? provider.timeZone
      : null;

  return (
    <>
      <PageHeader
        title={t("title")}
        subtitle={[
          common("common.timesIn", { zone: format.zone }),
          elsewhere ? t("deviceClock", { zone: zoneName(device, format.locale) }) : null,
        ]
          .filter((part) => part !== null)
          .join(" · ")}
        actions={<NewAppointment />}
      />
      <AppointmentTabs />
      <Sheet>
        <div className={styles.bar}>
          <div className={styles.turn}>
            <ActionIcon variant="default" size={36} aria-label={t(`previous.${view}`)} onClick={() => turn(-1)}>
              <IconChevronLeft size={18} stroke={1.8} aria-hidden className="mirror" />
            </ActionIcon>
            <Button variant="default" size="sm" onClick={() => set("day", null)}>
              {t("today")}
            </Button>
            <ActionIcon variant="default" size={36} aria-label={t(`next.${view}`)} onClick={() => turn(1)}>
              <IconChevronRight size={18} stroke={1.8} aria-hidden className="mirror" />
            </ActionIcon>
            <TextInput
              type="date"
              aria-label={t("jumpTo")}
              value={day}
              onChange={(event) => event.currentTarget.value !== "" && set("day", event.currentTarget.value)}
            />
          </div>
          <p aria-live="polite" className={styles.title}>
            {title}
          </p>
          {ofOne && <CalendarProviderField provider={provider} onChange={(value) => set("provider", value)} />}
          <SegmentedControl
            className={styles.views ?? ""}
            aria-label={t("view")}
            value={view}
            onChange={(value) => set("view", value === standard ? null : value)}
            data={calendarViews.map((name) => ({ value: name, label: t(`views.${name}`) }))}
          />
        </div>
        {visits.failed && visits.rows.length === 0 ? (
          <ErrorState onRetry={visits.retry} />
        ) : loading ? (
          <div role="status" aria-label={common("common.loading")}>
            <RowsSkeleton rows={11} />
          </div>
        ) : ofOne && provider === null ? (
          <EmptyState icon={IconUserSearch} title={t("noProviderTitle")} text={t("noProviderText")} />
        ) : columns.length === 0 ? (
          <EmptyState icon={IconCalendarOff} title={t("emptyTitle")} text={t("emptyText")} />
        ) : (
          <TimeGrid
            label={`${t("title")}: ${title}`}
            rows={axis.rows}
            columns={columns}
            now={now}
            secondZone={theirZone}
            isMovable={isMovable}
            dragged={dragged}
            free={dragged === null ? [] : (freeTimes ?? [])}
            conflict={conflict}
            conflictText={words(conflict)}
            onTake={(event, visit, column) => {
              setHeld(visit);
              take(event, visit, column);
            }}
          />
        )}
        <p className={styles.hint}>
          {[
            visits.cutOff ? t("cutOff") : null,
            cancelled > 0 ? t("cancelled", { count: cancelled }) : null,
            shown.some(isMovable) ? t("hint") : null,
          ]
            .filter((part) => part !== null)
            .join(" ")}
        </p>
      </Sheet>
    </>
  );
}

/** The provider of the address, else the first of the directory. */
function useShownProvider(providerId: string | null) {
  const named = useAnswer({
    query: CalendarProviderNameDocument,
    variables: { id: providerId ?? "" },
    pause: providerId === null,
  });
  const all = useAnswer({
    query: CalendarProvidersDocument,
    variables: { search: null },
    pause: providerId !== null,
  });
  return providerId === null
    ? { provider: all.data?.providers?.nodes[0] ?? null, loading: all.data === undefined && all.fetching }
    : { provider: (named.current && named.data?.provider) || null, loading: !named.current && named.fetching };
}

function useAxis(days: readonly string[], visits: readonly AppointmentRowFragment[], timeZone: string): DayAxis {
  const whole = useMemo(() => dayAxis(days, timeZone), [days, timeZone]);
  const instants = visits.flatMap(({ startsAt, endsAt }) => [Date.parse(startsAt), Date.parse(endsAt) - 1]);
  return trimmed(whole, opening, closing, instants);
}

interface ColumnsOf {
  readonly view: CalendarView;
  readonly axis: DayAxis;
  readonly visits: readonly AppointmentRowFragment[];
  readonly provider: CalendarColumn["provider"];
  readonly today: string;
}

function useColumns({ view, axis, visits, provider, today }: ColumnsOf): readonly CalendarColumn[] {
  const { t } = useTranslation("calendar");
  const { t: common } = useTranslation();
  const format = useFormat();
  const [first] = axis.columns;
  if (first === undefined) {
    return [];
  }
  const clockOf = (other: CalendarColumn["provider"]) => {
    const ahead =
      other === null ? 0 : minutesAhead(middayOf(first.day, format.timeZone), other.timeZone, format.timeZone);
    return other === null || ahead === 0
      ? undefined
      : t("clock", { difference: hours(ahead, format.locale), zone: zoneName(other.timeZone, format.locale) });
  };
  if (view === "providers") {
    return byProvider(visits, format.locale).map((group) => ({
      key: group.provider?.id ?? "hidden",
      title: group.provider?.fullName ?? common("person.hidden"),
      subtitle: clockOf(group.provider) ?? t("visits", { count: group.visits.length }),
      isToday: false,
      provider: group.provider,
      place: first,
      visits: group.visits,
    }));
  }
  return axis.columns.map((place) => {
    const ofDay = visits.filter(({ startsAt }) => dayInZone(startsAt, format.timeZone) === place.day);
    return {
      key: place.day,
      title:
        view === "day" && provider !== null
          ? provider.fullName
          : format.date(place.day, { weekday: "short", day: "numeric", month: "short" }),
      subtitle: [view === "day" ? clockOf(provider) : undefined, t("visits", { count: ofDay.length })]
        .filter((part) => part !== undefined)
        .join(" · "),
      isToday: place.day === today,
      provider,
      place,
      visits: ofDay,
    };
  });
}

/** Clocks are changed at night: what they show at midday, they show while people work. */
function middayOf(day: string, timeZone: string): Date {
  return new Date(startOfDay(day, timeZone).getTime() + 12 * 60 * 60_000);
}

/** What is free where a visit may be moved; null while nobody knows. */
function useFreeTimesOf(visit: AppointmentRowFragment | null, days: readonly string[], timeZone: string) {
  const [first = "", last = first] = [days[0], days.at(-1)];
  const input = {
    providerId: visit?.provider?.id ?? "",
    ...(visit?.patient ? { patientId: visit.patient.id } : {}),
    visitType: visit?.visitType ?? ("IN_PERSON" as const),
    timeZone,
    from: startOfDay(first, timeZone).toISOString(),
    to: startOfDay(addDays(last, 1), timeZone).toISOString(),
    first: 500,
  };
  const { data, fetching, retry } = useAnswer({
    query: CalendarFreeTimesDocument,
    variables: { input },
    pause: visit === null,
    requestPolicy: "network-only",
  });
  useLiveRefresh(() => visit !== null && retry());
  // While it is being asked, what is there is the answer to another question.
  return visit === null || fetching ? null : (data?.availableSlots ?? null);
}

function titleOf(days: readonly string[], format: ReturnType<typeof useFormat>): string {
  const [first = "", last = first] = [days[0], days.at(-1)];
  if (first === last) {
    return format.date(first, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
  }
  return format.dateRange(first, last);
}

/** "+6 h", "−3.5 h". */
function hours(minutes: number, locale: string): string {
  return numberFormat(locale, {
    style: "unit",
    unit: "hour",
    unitDisplay: "short",
    signDisplay: "always",
    maximumFractionDigits: 2,
  }).format(minutes / 60);
}
