import {
  assertMay,
  BadUserInputError,
  clinicRoles,
  isTimeZone,
  knownUuid,
  patientsWithin,
  type RequestContext,
  reachOf,
  type Viewer,
  VisitType,
} from "@careconnect/kit";
import { Temporal } from "temporal-polyfill";
import { readAppointments } from "../booking/booking.policy.ts";
import { careTables } from "../references/care.tables.ts";
import { findActiveProviders } from "../references/reference.reader.ts";
import { fullDays } from "../visit-rules/full.days.ts";
import { minute, type VisitRules } from "../visit-rules/visit.rule.ts";
import { visitRules } from "../visit-rules/visit-rules.service.ts";
import { type Busy, busySpans } from "./busy.query.ts";
import { freeSlots, type Schedule } from "./free.slots.ts";
import type { Span } from "./opening.hours.ts";
import { readSlots } from "./slots.policy.ts";
import type { AvailableSlotsInput, Slot } from "./slots.type.ts";
import { createWallClock, type WallClock } from "./wall.clock.ts";

const defaultCount = 50;
const maximumCount = 500;
const longestSearch = 31;

/**
 * The earliest free slots that fit `input`; none for a provider who cannot be booked. One statement per table.
 * @throws BadUserInputError with the path of what is wrong
 */
export async function findSlots(context: RequestContext, input: AvailableSlotsInput): Promise<Slot[]> {
  assertMay(context, readSlots);
  const patientId = input.patientId == null ? undefined : knownUuid(input.patientId);
  const { window, limit } = limitsOf(input);
  if (window.start >= window.end) return [];

  const em = context.em.fork();
  const visitTypes = input.visitType ? [input.visitType] : Object.values(VisitType);
  const named = {
    providerId: input.providerId == null ? undefined : knownUuid(input.providerId),
    specialty: input.specialty ?? undefined,
  };
  const providers = await findActiveProviders(em, named, visitTypes);
  if (providers.length === 0) return [];
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
    providerIds: providers.map(({ providerId }) => providerId),
    patientId: visitor,
    limited: visitTypes.filter((visitType) => rules[visitType].maximumPerDay !== null),
  };
  const busy = await busySpans(em, calendars, withBuffers(window, rules));
  const clock = createWallClock();
  const slots = freeSlots(
    providers.map((provider) => ({
      ...provider,
      busy: busy.ofProvider(provider.providerId),
      full: fullDaysOf(provider, calendars.limited, { rules, busy, window, clock }),
    })),
    {
      ...{ window, visitTypes, rules, limit, patientBusy: busy.ofPatient },
      boundAt: worksHere(context.viewer) ? undefined : Date.now(),
    },
  );
  return slots.map(({ start, end, visitType, providerId }) => ({
    startsAt: new Date(start),
    endsAt: new Date(end),
    visitType,
    providerId,
  }));
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

/** What of the input can be searched: the window without the past, and how many slots. */
function limitsOf(input: AvailableSlotsInput): { readonly window: Span; readonly limit: number } {
  const { from, to, timeZone = null, first } = input;
  if (input.providerId == null && input.specialty == null) {
    throw new BadUserInputError("Name a provider or a specialty.", ["input", "providerId"]);
  }
  if (timeZone !== null && !isTimeZone(timeZone)) {
    throw new BadUserInputError("Name the time zone as IANA does, e.g. America/New_York.", ["input", "timeZone"]);
  }
  if (to <= from) throw new BadUserInputError("`to` must be after `from`.", ["input", "to"]);
  const latest = Temporal.Instant.fromEpochMilliseconds(from.getTime())
    .toZonedDateTimeISO(timeZone ?? "UTC")
    .add({ days: longestSearch });
  if (to.getTime() > latest.epochMilliseconds) {
    throw new BadUserInputError(`Look at ${longestSearch} days at most.`, ["input", "to"]);
  }
  const limit = first ?? defaultCount;
  if (limit < 1 || limit > maximumCount) {
    throw new BadUserInputError(`Ask for 1 to ${maximumCount} slots.`, ["input", "first"]);
  }
  return { window: { start: Math.max(from.getTime(), Date.now()), end: to.getTime() }, limit };
}
