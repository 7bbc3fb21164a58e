import { useState } from "react";
import { FreeDaysDocument, FreeSlotsDocument, type VisitType } from "../../graphql/graphql.ts";
import {
  addDays,
  addMonths,
  type CalendarDate,
  type CalendarMonth,
  firstDayOf,
  monthOf,
} from "../../lib/format/calendar-date.ts";
import { dayInZone, noonOf, startOfDay } from "../../lib/format/zoned-time.ts";
import { useAnswer } from "../../lib/graphql/use-answer.ts";
import { useLiveRefresh } from "../../lib/live/live.ts";
import { byHalfDay, type FreeTime, freeDays, freeTimes, includingTaken } from "./free-slots.ts";

const slotsAtOnce = 500;
const monthsAhead = 12;
const halfHour = 30 * 60_000;

/** With whom: one provider, or any of a specialty. */
export type Who =
  | { readonly kind: "provider"; readonly id: string; readonly label: string }
  | { readonly kind: "specialty"; readonly code: string; readonly label: string };

/** What is wanted; without a patient the times are those at which anybody could come. */
interface Wanted {
  readonly who: Who | null;
  readonly patientId: string | null;
  readonly visitType: VisitType;
  readonly timeZone: string;
  /** Whose day is shown first; else that of the first free time. */
  readonly startsAt?: string | undefined;
}

/**
 * The free times to choose from, by month and day of the clinic's calendar. Nothing is asked before it is known with
 * whom. Until a day is chosen the month's first free one is shown.
 */
export function useFreeTimes({ who, patientId, visitType, timeZone, startsAt }: Wanted) {
  const [today] = useState(() => dayInZone(new Date(), timeZone));
  const [chosen, setChosen] = useState<CalendarDate | null>(() =>
    startsAt === undefined ? null : dayInZone(startsAt, timeZone),
  );
  const [month, setMonth] = useState<CalendarMonth>(() => monthOf(chosen ?? today));
  const [taken, setTaken] = useState<readonly FreeTime[]>([]);
  const [lost, setLost] = useState(false);
  const start = (day: CalendarDate) => startOfDay(day, timeZone).toISOString();
  const search = {
    ...(who?.kind === "provider" ? { providerId: who.id } : {}),
    ...(who?.kind === "specialty" ? { specialty: who.code } : {}),
    ...(patientId === null ? {} : { patientId }),
    visitType,
    timeZone,
    first: slotsAtOnce,
  };

  const days = useAnswer({
    query: FreeDaysDocument,
    variables: { input: { ...search, from: start(firstDayOf(month)), to: start(firstDayOf(addMonths(month, 1))) } },
    pause: who === null,
    requestPolicy: "cache-and-network",
  });
  // The times of another month, day or provider would be chosen under the wrong heading.
  const monthSlots = who !== null && days.current ? days.data?.availableSlots : undefined;
  const free = monthSlots ? freeDays(monthSlots, slotsAtOnce, today, timeZone) : null;
  const day = chosen !== null && monthOf(chosen) === month ? chosen : (free?.first ?? null);

  // A visit that begins just before noon ends after it: the first half reaches over, and both are put together again.
  const noon = noonOf(day ?? today, timeZone);
  const times = useAnswer({
    query: FreeSlotsDocument,
    variables: {
      morning: { ...search, from: start(day ?? today), to: new Date(noon.getTime() + halfHour).toISOString() },
      afternoon: { ...search, from: noon.toISOString(), to: start(addDays(day ?? today, 1)) },
    },
    pause: who === null || day === null,
    requestPolicy: "cache-and-network",
  });
  const { morning, afternoon } = (times.current && times.data) || {};
  const known = who !== null && day !== null && morning && afternoon;

  function refresh(): void {
    if (who !== null) {
      days.retry();
      if (day !== null) {
        times.retry();
      }
    }
  }
  useLiveRefresh(refresh);

  return {
    today,
    month,
    setMonth,
    lastMonth: addMonths(monthOf(today), monthsAhead),
    day,
    setDay: setChosen,
    /** Before the month is known any day that is to come may be looked at. */
    isFree: (candidate: CalendarDate) => (free === null ? candidate >= today : free.isFree(candidate)),
    /** The month has no free time at all. */
    monthIsFull: free !== null && free.first === null && !days.fetching && !days.stale,
    daysLoading: who !== null && free === null && days.fetching,
    times: known
      ? byHalfDay(
          includingTaken(
            freeTimes([...morning, ...afternoon]),
            taken.filter(({ startsAt }) => dayInZone(startsAt, timeZone) === day),
          ),
          timeZone,
        )
      : null,
    loading: who !== null && ((free === null && days.fetching) || (day !== null && !known && times.fetching)),
    failed:
      (monthSlots === null && !days.fetching) ||
      (days.data === undefined && days.error !== undefined && !days.fetching) ||
      (day !== null && !known && !times.fetching && times.error !== undefined),
    refresh,
    /** Somebody was faster: the time stays where it was, struck through, and the others are read again. */
    markTaken: ({ startsAt, endsAt }: Pick<FreeTime, "startsAt" | "endsAt">) => {
      setTaken((before) => [...before, { startsAt, endsAt, providers: [] }]);
      refresh();
    },
    /** Whether the time that was chosen was taken before it was booked. */
    lost,
    setLost,
    /** With another provider or another way to come nothing has been taken yet. */
    forgetTaken: () => {
      setTaken([]);
      setLost(false);
    },
  };
}

export type FreeTimes = ReturnType<typeof useFreeTimes>;
