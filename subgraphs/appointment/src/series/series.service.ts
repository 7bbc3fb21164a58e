import {
  assertMay,
  BadUserInputError,
  CommandRefusal,
  defineLoader,
  inOrderOf,
  knownUuid,
  notFound,
  type Reach,
  type RequestContext,
} from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { reaches } from "../booking/booking.addition.ts";
import { AppointmentRow } from "../booking/booking.entity.ts";
import { appointmentsWithin, readAppointments } from "../booking/booking.policy.ts";
import { findSeries, ruleText } from "./series.commands.ts";
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
    const { occurrences } = await planSeries(em, { ...named, rule: ruleOf(input), changes: [] });
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
    const wanted = { patientId, providerId, visitType, startsAt: input.startsAt, rule: ruleOf(input), changes: [] };
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

/** A query has no `userErrors`: what a command would refuse is told of its input. */
function refuseInput(error: unknown): never {
  const [refused] = error instanceof CommandRefusal ? error.userErrors : [];
  if (!refused) throw error;
  throw new BadUserInputError(refused.message, ["input", ...refused.field]);
}

function ruleOf({ rule }: { readonly rule: string }): string {
  const parsed = ruleText.safeParse(rule);
  if (parsed.success) return parsed.data;
  throw new BadUserInputError(parsed.error.issues[0]?.message ?? "is no recurrence rule", ["input", "rule"]);
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
