import {
  assertMay,
  BadUserInputError,
  isTimeZone,
  knownUuid,
  patientsWithin,
  type RequestContext,
  reachOf,
  VisitType,
} from "@careconnect/kit";
import { Temporal } from "temporal-polyfill";
import { readAppointments } from "../booking/booking.policy.ts";
import { careTables } from "../references/care.tables.ts";
import { findActiveProviders } from "../references/reference.reader.ts";
import { busySpans } from "./busy.query.ts";
import { freeSlots } from "./free.slots.ts";
import type { Span } from "./opening.hours.ts";
import { readSlots } from "./slots.policy.ts";
import type { AvailableSlotsInput, Slot } from "./slots.type.ts";

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
  const providers = await findActiveProviders(em, {
    providerId: input.providerId == null ? undefined : knownUuid(input.providerId),
    specialty: input.specialty ?? undefined,
  });
  if (providers.length === 0) return [];
  // Of whom the viewer may not see when they are busy: as if nobody had been named.
  const [visitor] =
    patientId === undefined
      ? []
      : await patientsWithin(em, reachOf(context.viewer, readAppointments), careTables, [patientId]);
  if (visitor !== undefined) {
    context.audit.read({ action: readSlots.action, entityType: "Patient", records: [{ id: visitor }] });
  }
  const providerIds = providers.map(({ providerId }) => providerId);
  const busy = await busySpans(em, { providerIds, patientId: visitor }, window);
  const slots = freeSlots(
    providers.map((provider) => ({ ...provider, busy: [...busy.ofProvider(provider.providerId), ...busy.ofPatient] })),
    { window, visitTypes: input.visitType ? [input.visitType] : Object.values(VisitType), limit },
  );
  return slots.map(({ start, end, visitType, providerId }) => ({
    startsAt: new Date(start),
    endsAt: new Date(end),
    visitType,
    providerId,
  }));
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
