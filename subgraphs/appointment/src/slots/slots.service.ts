import { assertMay, BadUserInputError, type RequestContext } from "@careconnect/kit";
import { type FreeSlot, freeSlots, providersByFirstSlot } from "./free.slots.ts";
import { readSlots } from "./slots.policy.ts";
import { defaultZone, prepareSearch } from "./slots.search.ts";
import type {
  AvailableSlotsInput,
  ProvidersWithSlotsInput,
  ProviderWithSlots,
  Slot,
  WantedSlots,
} from "./slots.type.ts";

const defaultSlots = 50;
const maximumSlots = 500;
const defaultProviders = 20;
const defaultSlotsEach = 3;

/**
 * The earliest free slots that fit `input`; none for a provider who cannot be booked.
 * @throws BadUserInputError with the path of what is wrong
 */
export async function findSlots(context: RequestContext, input: AvailableSlotsInput): Promise<Slot[]> {
  assertMay(context, readSlots);
  if (input.providerId == null && input.specialty == null) {
    throw new BadUserInputError("Name a provider or a specialty.", ["input", "providerId"]);
  }
  const limit = input.first ?? defaultSlots;
  if (limit < 1 || limit > maximumSlots) {
    throw new BadUserInputError(`Ask for 1 to ${maximumSlots} slots.`, ["input", "first"]);
  }
  const found = await prepareSearch(context, input, input);
  return found === undefined ? [] : freeSlots(found.schedules, { ...found.search, limit }).map(shownIn(input));
}

/**
 * The providers of a specialty who are free the earliest, each with their first free slots; nobody who has none.
 * @throws BadUserInputError with the path of what is wrong
 */
export async function findProvidersWithSlots(
  context: RequestContext,
  input: ProvidersWithSlotsInput,
): Promise<ProviderWithSlots[]> {
  assertMay(context, readSlots);
  const counts = countsOf(input);
  const found = await prepareSearch(context, { specialty: input.specialty }, input);
  if (found === undefined) return [];
  return providersByFirstSlot(found.schedules, { ...found.search, ...counts }).map(({ providerId, slots }) => ({
    providerId,
    slots: slots.map(shownIn(input)),
  }));
}

function countsOf({ first, slotsEach }: ProvidersWithSlotsInput) {
  const counts = { limit: first ?? defaultProviders, each: slotsEach ?? defaultSlotsEach };
  if (counts.limit < 1 || counts.limit > maximumSlots) {
    throw new BadUserInputError(`Ask for 1 to ${maximumSlots} providers.`, ["input", "first"]);
  }
  if (counts.each < 1 || counts.each * counts.limit > maximumSlots) {
    const wanted = `Ask for a slot of each at least, and for ${maximumSlots} in all at most.`;
    throw new BadUserInputError(wanted, ["input", "slotsEach"]);
  }
  return counts;
}

function shownIn({ timeZone }: WantedSlots) {
  return ({ start, end, visitType, providerId }: FreeSlot): Slot => ({
    startsAt: new Date(start),
    endsAt: new Date(end),
    ...{ visitType, providerId },
    timeZone: timeZone ?? defaultZone,
  });
}
