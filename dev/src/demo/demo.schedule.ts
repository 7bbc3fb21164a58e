import { addDays, dayIn, instantAt, weekdayOf } from "./clinic.clock.ts";
import type { DemoClinic } from "./demo.clinics.ts";
import type { DemoPatient } from "./demo.patients.ts";
import type { DemoProvider } from "./demo.providers.ts";
import { seeded } from "./demo.random.ts";

/** A visit on the calendar; what has become of it is decided elsewhere. */
export interface ScheduledVisit {
  readonly day: string;
  readonly patient: DemoPatient;
  readonly provider: DemoProvider;
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** From 0 to 1: where the visit stands in the course that visits take. */
  readonly fate: number;
}

/** Days before and after today. */
const reach = 14;
const gridMinutes = 15;
const durations = [20, 30, 45];
const saturday = 6;
const sunday = 0;

/** Opening hours in minutes past midnight; nobody is seen at lunch. */
const weekdaySessions: readonly Session[] = [
  [8 * 60, 12 * 60],
  [13 * 60, 17 * 60 + 30],
];
const saturdaySessions: readonly Session[] = [[9 * 60, 12 * 60]];

/** In minutes past midnight. */
export type Session = readonly [opens: number, closes: number];

/** Days from today on which the patient behind the demo account has visits, and what becomes of them. */
const visitsOfAccountHolder = [
  { offset: -13, fate: 0.9 },
  { offset: -10, fate: 0.5 },
  { offset: -7, fate: 0.01 },
  { offset: -3, fate: 0.8 },
  { offset: 2, fate: 0.2 },
  { offset: 6, fate: 0.9 },
  { offset: 9, fate: 0.02 },
  { offset: 12, fate: 0.95 },
];

/** Takes place. */
const fateOfSharedVisit = 0.9;

/**
 * Four weeks of visits around the day of `now`, the same for the same day. Neither a provider nor a patient is ever in
 * two visits at once. Today the clinic is open whatever day it is, so that the demo never opens on an empty page.
 */
export function demoSchedule(
  clinic: DemoClinic,
  patients: readonly DemoPatient[],
  providers: readonly DemoProvider[],
  now: Date,
): ScheduledVisit[] {
  const random = seeded(clinic.seed + 3_000);
  const today = dayIn(clinic.timeZone, now);
  const holders = clinic.accountHolders ? { patient: patients[0], provider: providers[0] } : undefined;
  const visits: ScheduledVisit[] = [];

  for (let offset = -reach; offset <= reach; offset += 1) {
    const day = addDays(today, offset);
    const sessions = sessionsOf(day, today);
    if (sessions.length === 0) continue;
    const calendar = openDay(clinic, day, sessions);
    const isShort = sessions === saturdaySessions;
    const [fewest, most] = isShort ? clinic.saturdayVisits : clinic.weekdayVisits;
    const wanted = random.number.int({ min: fewest, max: most });
    const onDuty = providers.filter((_, index) => isOnDuty(index, weekdayOf(day)));
    const pickPatient = (provider: DemoProvider) =>
      pickOne(
        random,
        patients.filter((patient) => patient !== holders?.patient && canSee(calendar, provider, patient)),
      );

    if (holders?.patient && holders.provider) {
      const planned = visitsOfAccountHolder.find((visit) => dayFor(today, visit.offset) === day);
      if (planned) {
        const suitable = onDuty.filter((provider) => holders.patient && provider.specialty.treats(holders.patient));
        const provider = offset % 2 === 0 ? holders.provider : random.helpers.arrayElement(suitable);
        calendar.place(provider, holders.patient, pickStart(random, sessions, 30), 30, planned.fate);
      }
      if (offset === 0) fillDay(random, calendar, sessions, holders, pickPatient);
    }
    for (let attempt = 0; attempt < wanted * 20 && calendar.visits.length < wanted; attempt += 1) {
      const provider = random.helpers.arrayElement(onDuty);
      const minutes = random.helpers.arrayElement(durations);
      const start = pickStart(random, sessions, minutes);
      if (!calendar.isFree(provider, start, minutes)) continue;
      const patient = pickPatient(provider);
      if (patient) calendar.place(provider, patient, start, minutes, random.number.float());
    }
    visits.push(...calendar.visits.toSorted((one, other) => one.startsAt.getTime() - other.startsAt.getTime()));
  }
  return visits;
}

type Random = ReturnType<typeof seeded>;

function pickOne<T>(random: Random, from: readonly T[]): T | undefined {
  return from.length === 0 ? undefined : random.helpers.arrayElement(from);
}

interface DayCalendar {
  readonly visits: ScheduledVisit[];
  readonly seen: ReadonlySet<DemoPatient>;
  isFree(provider: DemoProvider, start: number, minutes: number): boolean;
  place(provider: DemoProvider, patient: DemoPatient, start: number, minutes: number, fate: number): void;
}

function openDay({ timeZone }: DemoClinic, day: string, sessions: readonly Session[]): DayCalendar {
  const visits: ScheduledVisit[] = [];
  const seen = new Set<DemoPatient>();
  const busy = new Map<DemoProvider, [start: number, end: number][]>();
  return {
    visits,
    seen,
    isFree: (provider, start, minutes) =>
      sessions.some(([opens, closes]) => opens <= start && start + minutes <= closes) &&
      (busy.get(provider) ?? []).every(([from, to]) => start + minutes <= from || to <= start),
    place(provider, patient, start, minutes, fate) {
      visits.push({
        day,
        patient,
        provider,
        startsAt: instantAt(timeZone, day, start),
        endsAt: instantAt(timeZone, day, start + minutes),
        fate,
      });
      seen.add(patient);
      busy.set(provider, [...(busy.get(provider) ?? []), [start, start + minutes]]);
    },
  };
}

/** Once a day at most, which also keeps a patient out of two visits at once. */
function canSee({ seen }: DayCalendar, { specialty }: DemoProvider, patient: DemoPatient): boolean {
  return !seen.has(patient) && specialty.treats(patient);
}

/** The provider behind the demo account has a full day, and sees the patient behind the other account in it. */
function fillDay(
  random: Random,
  calendar: DayCalendar,
  sessions: readonly Session[],
  holders: { readonly patient: DemoPatient | undefined; readonly provider: DemoProvider | undefined },
  pickPatient: (provider: DemoProvider) => DemoPatient | undefined,
): void {
  const { patient, provider } = holders;
  if (!patient || !provider) return;
  for (const [opens, closes] of sessions) {
    for (let start = opens; start < closes; ) {
      const minutes = random.helpers.arrayElement(durations);
      if (calendar.isFree(provider, start, minutes)) {
        const isTheirs = start >= 15 * 60 && !calendar.seen.has(patient);
        const next = isTheirs ? patient : pickPatient(provider);
        if (next) calendar.place(provider, next, start, minutes, isTheirs ? fateOfSharedVisit : random.number.float());
      }
      start += Math.ceil(minutes / gridMinutes) * gridMinutes;
    }
  }
}

/** Everybody has a day off, but the provider behind the demo account. */
function isOnDuty(index: number, weekday: number): boolean {
  return index === 0 || (index + weekday) % 5 !== 0;
}

/**
 * When the provider at `index` can be booked on a weekday, 0 for Sunday: whenever there may be visits in
 * {@link demoSchedule}, and from Monday to Friday whenever the clinic is open.
 */
export function bookableSessions(index: number, weekday: number, today: string): readonly Session[] {
  const isWeekend = weekday === saturday || weekday === sunday;
  if (!isWeekend) return weekdaySessions;
  if (!isOnDuty(index, weekday)) return [];
  if (weekday === weekdayOf(today)) return weekdaySessions;
  return weekday === saturday ? saturdaySessions : [];
}

/** Saturday mornings every other week; never on Sundays. */
function sessionsOf(day: string, today: string): readonly Session[] {
  const weekday = weekdayOf(day);
  if (day === today) return weekdaySessions;
  if (weekday === sunday) return [];
  if (weekday !== saturday) return weekdaySessions;
  const week = Math.floor(Date.parse(day) / (7 * 86_400_000));
  return week % 2 === 0 ? saturdaySessions : [];
}

/** A weekday at that distance from today, or the next one after it. */
function dayFor(today: string, offset: number): string {
  const day = addDays(today, offset);
  const weekday = weekdayOf(day);
  return weekday === saturday ? addDays(day, 2) : weekday === sunday ? addDays(day, 1) : day;
}

function pickStart(random: Random, sessions: readonly Session[], minutes: number): number {
  const starts = sessions.flatMap(([opens, closes]) =>
    Array.from(
      { length: Math.floor((closes - minutes - opens) / gridMinutes) + 1 },
      (_, index) => opens + index * gridMinutes,
    ),
  );
  return random.helpers.arrayElement(starts);
}
