import {
  BadUserInputError,
  clinicRoles,
  isPlannable,
  isTimeZone,
  knownUuid,
  patientsWithin,
  planningEnd,
  type RequestContext,
  reachOf,
  type Viewer,
  VisitType,
  withinPlanning,
} from "@careconnect/kit";
import { Temporal } from "temporal-polyfill";
import { readAppointments } from "../booking/booking.policy.ts";
import { careTables } from "../references/care.tables.ts";
import { findActiveProviders } from "../references/reference.reader.ts";
import { fullDays } from "../visit-rules/full.days.ts";
import { minute, type VisitRules } from "../visit-rules/visit.rule.ts";
import { visitRules } from "../visit-rules/visit-rules.service.ts";
import { type Busy, busySpans } from "./busy.query.ts";
import type { Schedule, SlotSearch } from "./free.slots.ts";
import type { Span } from "./opening.hours.ts";
import { readSlots } from "./slots.policy.ts";
import type { WantedSlots } from "./slots.type.ts";
import { createWallClock, type WallClock } from "./wall.clock.ts";

const longestSearch = 31;

/** The zone that days are counted in when the caller names none. */
export const defaultZone = "UTC";

/** Whose slots: a provider's, those of all providers of a specialty (its code), or of both at once. */
interface Named {
  readonly providerId?: string | null | undefined;
  readonly specialty?: string | null | undefined;
}

/** All that free slots are worked out from. */
interface PreparedSearch {
  readonly schedules: readonly Schedule[];
  readonly search: SlotSearch;
}

/**
 * Reads what has to be known to find the slots that are wanted, in one statement per table; undefined when nobody can
 * be booked then.
 * @throws BadUserInputError with the path of what is wrong
 */
export async function prepareSearch(
  context: RequestContext,
  { providerId, specialty }: Named,
  wanted: WantedSlots,
): Promise<PreparedSearch | undefined> {
  const patientId = wanted.patientId == null ? undefined : knownUuid(wanted.patientId);
  const window = windowOf(wanted);
  if (window.start >= window.end) return undefined;

  const em = context.em.fork();
  const visitTypes = wanted.visitType ? [wanted.visitType] : Object.values(VisitType);
  const named = {
    providerId: providerId == null ? undefined : knownUuid(providerId),
    specialty: specialty ?? undefined,
  };
  const providers = await findActiveProviders(em, named, visitTypes, window);
  if (providers.length === 0) return undefined;
  // Of whom the viewer may not see when they are busy: as if nobody had been named.
  const [visitor] =
    patientId === undefined
      ? []
      : await patientsWithin(em, reachOf(context.viewer, readAppointments), careTables, [patientId]);
  if (visitor !== undefined) {
    context.audit.read({ action: readSlots.action, entityType: "Patient", records: [{ id: visitor }] });
  }
  const rules = await visitRules(em);
  const calendars = {
    providerIds: providers.map((provider) => provider.providerId),
    patientId: visitor,
    limited: visitTypes.filter((visitType) => rules[visitType].maximumPerDay !== null),
  };
  const busy = await busySpans(em, calendars, withBuffers(window, rules));
  const clock = createWallClock();
  return {
    schedules: providers.map((provider) => ({
      ...provider,
      busy: busy.ofProvider(provider.providerId),
      full: fullDaysOf(provider, calendars.limited, { rules, busy, window, clock }),
    })),
    search: {
      ...{ window, visitTypes, rules, patientBusy: busy.ofPatient },
      boundAt: worksHere(context.viewer) ? undefined : Date.now(),
    },
  };
}

/** Notice and horizon bind those who book from outside; the clinic knows whom it has told to come at once. */
function worksHere({ roles }: Viewer): boolean {
  return clinicRoles.some((role) => roles.includes(role));
}

/** The window with what visits within it may keep free outside of it. */
function withBuffers({ start, end }: Span, rules: VisitRules): Span {
  const all = Object.values(rules);
  return {
    start: start - Math.max(...all.map(({ bufferBeforeMinutes }) => bufferBeforeMinutes)) * minute,
    end: end + Math.max(...all.map(({ bufferAfterMinutes }) => bufferAfterMinutes)) * minute,
  };
}

function fullDaysOf(
  { providerId, timeZone }: { readonly providerId: string; readonly timeZone: string },
  limited: readonly VisitType[],
  found: { readonly rules: VisitRules; readonly busy: Busy; readonly window: Span; readonly clock: WallClock },
): NonNullable<Schedule["full"]> {
  return Object.fromEntries(
    limited.map((visitType) => {
      const maximum = found.rules[visitType].maximumPerDay ?? Number.POSITIVE_INFINITY;
      const starts = found.busy.starts(providerId, visitType);
      return [visitType, fullDays(timeZone, starts, maximum, found.window, found.clock)];
    }),
  );
}

/** What can be searched: the window without the past. */
function windowOf({ from, to, timeZone }: WantedSlots): Span {
  const zone = timeZone ?? defaultZone;
  if (!isTimeZone(zone)) {
    throw new BadUserInputError("Name the time zone as IANA does, e.g. America/New_York.", ["input", "timeZone"]);
  }
  if (!isPlannable(from)) throw new BadUserInputError(`\`from\` ${withinPlanning}.`, ["input", "from"]);
  if (to <= from) throw new BadUserInputError("`to` must be after `from`.", ["input", "to"]);
  const latest = Temporal.Instant.fromEpochMilliseconds(from.getTime())
    .toZonedDateTimeISO(zone)
    .add({ days: longestSearch });
  if (to.getTime() > latest.epochMilliseconds) {
    throw new BadUserInputError(`Look at ${longestSearch} days at most.`, ["input", "to"]);
  }
  return { start: Math.max(from.getTime(), Date.now()), end: Math.min(to.getTime(), planningEnd().getTime()) };
}
