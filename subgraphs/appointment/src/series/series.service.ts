import {
  assertMay,
  CommandRefusal,
  defineLoader,
  inOrderOf,
  knownUuid,
  notFound,
  type Reach,
  type RequestContext,
  refusedArgument,
  validationErrors,
} from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { z } from "zod";
import { reaches } from "../booking/booking.addition.ts";
import { AppointmentRow } from "../booking/booking.entity.ts";
import { appointmentsWithin, readAppointments } from "../booking/booking.policy.ts";
import { findSeries, repetition } from "./series.commands.ts";
import { SeriesRow } from "./series.entity.ts";
import { type Occurrence, planSeries, withinScope } from "./series.plan.ts";
import { bookSeries, changeSeries } from "./series.policy.ts";
import type {
  AppointmentSeriesChangePreviewInput,
  AppointmentSeriesPreviewInput,
  SeriesOccurrence,
} from "./series.type.ts";

/** The visits that a rule comes to, and which of them cannot be. @throws BadUserInputError with the path of what is wrong */
export function previewSeries(
  context: RequestContext,
  input: AppointmentSeriesPreviewInput,
): Promise<SeriesOccurrence[]> {
  const reach = assertMay(context, bookSeries);
  const named = { ...input, patientId: knownUuid(input.patientId), providerId: knownUuid(input.providerId) };
  return preview(context, bookSeries.action, async (em) => {
    if (!(await reaches(em, reach, named.patientId))) throw notFound("patientId");
    const { occurrences } = await planSeries(em, { ...named, ...repetitionOf(input), changes: [] });
    return { patientId: named.patientId, occurrences };
  });
}

/** What another rule would make of a series. @throws BadUserInputError with the path of what is wrong */
export function previewSeriesChange(
  context: RequestContext,
  input: AppointmentSeriesChangePreviewInput,
): Promise<SeriesOccurrence[]> {
  const reach = assertMay(context, changeSeries);
  return preview(context, changeSeries.action, async (em) => {
    const { series, members, named } = await findSeries(em, knownUuid(input.id), reach);
    const { patientId, providerId, visitType } = series;
    const wanted = { patientId, providerId, visitType, ...repetitionOf(input), changes: [] };
    const visits = withinScope(members, named, input.scope);
    const { occurrences } = await planSeries(em, wanted, { members, visits });
    return { patientId, occurrences };
  });
}

async function preview(
  context: RequestContext,
  action: string,
  plan: (em: EntityManager) => Promise<{ readonly patientId: string; readonly occurrences: readonly Occurrence[] }>,
): Promise<SeriesOccurrence[]> {
  const { patientId, occurrences } = await plan(context.em.fork()).catch(refuseInput);
  // When the patient is busy tells of their other visits.
  context.audit.read({ action, entityType: "Patient", records: [{ id: patientId }] });
  return occurrences.map(({ visit, slot, conflict }) => ({
    startsAt: slot,
    endsAt: visit.endsAt,
    conflict: conflict?.code ?? null,
  }));
}

function refuseInput(error: unknown): never {
  throw error instanceof CommandRefusal ? refusedArgument(error, "input") : error;
}

/** By the schema of the commands, so that what they refuse is refused. */
function repetitionOf(input: z.input<typeof repetition>): z.output<typeof repetition> {
  const parsed = repetition.safeParse(input);
  if (parsed.success) return parsed.data;
  throw CommandRefusal.forAll(validationErrors(parsed.error));
}

/** Series by id; whoever sees one of its visits sees the rule. */
export const seriesById = defineLoader<string, SeriesRow>(async (context, ids) => {
  assertMay(context, readAppointments);
  const rows = await context.em.fork().find(SeriesRow, { id: { $in: [...ids] } });
  return inOrderOf(ids, rows, ({ id }) => id);
});

/** The visits of a series that the viewer may see, in the order in which they start. */
export async function listSeriesVisits(context: RequestContext, seriesId: string): Promise<AppointmentRow[]> {
  const reach: Reach = assertMay(context, readAppointments);
  const rows = await context.em
    .fork()
    .find(
      AppointmentRow,
      { $and: [{ seriesId }, appointmentsWithin(reach)] },
      { orderBy: [{ startsAt: "asc" }, { id: "asc" }] },
    );
  context.audit.read({ action: readAppointments.action, entityType: "Appointment", records: rows });
  return rows;
}
