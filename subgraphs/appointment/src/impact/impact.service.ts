import {
  assertMay,
  CommandRefusal,
  dayIn,
  defineLoader,
  groupedInOrderOf,
  isOrganizationWide,
  knownUuid,
  type Reach,
  type RequestContext,
  reachOf,
  refusedArgument,
  requireRoom,
  requireToCome,
  rowsWithin,
  VisitType,
} from "@careconnect/kit";
import { z } from "zod";
import type { AppointmentRow } from "../booking/booking.entity.ts";
import { appointmentsWithin, readAppointments } from "../booking/booking.policy.ts";
import { findPlaces, findProvider } from "../references/reference.reader.ts";
import type { WorkingHours } from "../slots/opening.hours.ts";
import { calendarDay, hoursException, licensedSpan, weeklyHours } from "../slots/weekly.hours.ts";
import type { AvailabilityImpactInput } from "./impact.input.ts";
import { readImpact } from "./impact.policy.ts";
import { type Proposal, proposalOf } from "./impact.schema.ts";
import { mostStranded, outsideOf, visitsToCome } from "./stranded.visits.ts";

/** The visits that lie within the provider's hours, and would not any more; null for a provider who is not known. */
export async function listImpact(
  context: RequestContext,
  input: AvailabilityImpactInput,
): Promise<AppointmentRow[] | null> {
  const reach = assertMay(context, readImpact);
  const proposal = proposalOf(input);
  const providerId = knownUuid(input.providerId);
  const em = context.em.fork();
  const hours = await findProvider(em, providerId, VisitType.IN_PERSON);
  if (!hours || !mayLook(reach, providerId)) return null;
  requirePossible(hours, proposal);
  const visits = await visitsToCome(
    em,
    [providerId],
    rowsWithin(reach, { patient: "patientId", provider: "providerId" }),
  );
  const stranded = new Set(outsideOf(hours, visits));
  const affected = outsideOf(withProposal(hours, proposal), visits).filter((visit) => !stranded.has(visit));
  return shown(context, affected);
}

/** Of other providers, nobody is told whether they are there. */
function mayLook(reach: Reach, providerId: string): boolean {
  return isOrganizationWide(reach) || reach.some((way) => way.relation === "own" && way.providerId === providerId);
}

/** Refuses what could not be set. @throws BadUserInputError with the path of what is wrong */
function requirePossible({ timeZone, exceptions }: WorkingHours, { effectiveFrom, leave }: Proposal): void {
  const today = dayIn(timeZone, new Date());
  try {
    requireToCome(["effectiveFrom"], effectiveFrom ?? today, today);
    if (!leave) return;
    requireToCome(["leave", "fromDay"], leave.fromDay, today);
    requireRoom(exceptions.filter(({ toDay }) => toDay >= today).length);
  } catch (error) {
    throw error instanceof CommandRefusal ? refusedArgument(error, "input") : error;
  }
}

function withProposal(hours: WorkingHours, { weekly, effectiveFrom, keepsLater, leave }: Proposal): WorkingHours {
  const from = effectiveFrom ?? dayIn(hours.timeZone, new Date());
  const stays = (template: { readonly effectiveFrom: string }) =>
    template.effectiveFrom < from || (keepsLater === true && template.effectiveFrom > from);
  return {
    ...hours,
    templates: weekly ? [...hours.templates.filter(stays), { effectiveFrom: from, weekly }] : hours.templates,
    exceptions: leave ? [...hours.exceptions, leave] : hours.exceptions,
  };
}

const state = z.object({
  timeZone: z.string(),
  templates: z.array(z.object({ effectiveFrom: calendarDay, weekly: z.array(weeklyHours) })),
  exceptions: z.array(hoursException),
  // Those who told of hours before there were licences said nothing of them, nor does it matter to who has no hours.
  licensed: z.array(licensedSpan).nullable().default(null),
});

/**
 * The visits to come of a provider that lie outside of their hours, as far as the viewer may see them.
 * @param availability the hours as the provider subgraph has them at this moment, which no event has to tell first
 */
export async function listStranded(
  context: RequestContext,
  providerId: string,
  availability: string | null,
): Promise<AppointmentRow[] | null> {
  if (availability === null || reachOf(context.viewer, readAppointments).length === 0) return null;
  const [visits, places] = await Promise.all([
    visitsByProvider(context).load(providerId),
    placesByProvider(context).load(providerId),
  ]);
  return shown(context, outsideOf({ ...state.parse(JSON.parse(availability)), places: places ?? [] }, visits ?? []));
}

const visitsByProvider = defineLoader<string, AppointmentRow[]>(async (context, providerIds) => {
  const reach = assertMay(context, readAppointments);
  const visits = await visitsToCome(context.em.fork(), providerIds, appointmentsWithin(reach));
  return groupedInOrderOf(providerIds, visits, ({ providerId }) => providerId);
});

const placesByProvider = defineLoader<string, WorkingHours["places"]>(async (context, providerIds) => {
  const places = await findPlaces(context.em.fork(), [...providerIds]);
  return providerIds.map((id) => places.get(id) ?? []);
});

function shown(context: RequestContext, visits: readonly AppointmentRow[]): AppointmentRow[] {
  const answered = visits.slice(0, mostStranded);
  context.audit.read({ action: "appointment.list", entityType: "Appointment", records: answered });
  return answered;
}
