import {
  assertMay,
  type Connection,
  connectionBelow,
  connectionOf,
  knownUuid,
  type OrderBy,
  type PageArgs,
  type RequestContext,
  reachOf,
} from "@careconnect/kit";
import { referToPatient } from "../references/patient.reference.ts";
import { AppointmentRow } from "./booking.entity.ts";
import { filterConditions, pastAt, upcomingAt } from "./booking.filter.ts";
import { appointmentById } from "./booking.loader.ts";
import { appointmentsWithin, reachOfSearch, readAppointments } from "./booking.policy.ts";
import { type AppointmentFilter, AppointmentOrder } from "./booking.type.ts";
import type { AppointmentStatusChangeRow } from "./status-change.entity.ts";
import { statusChangesByAppointment } from "./status-change.loader.ts";

/** One appointment; null when there is none or the viewer may not see it. */
export async function readAppointment(context: RequestContext, id: string): Promise<AppointmentRow | null> {
  assertMay(context, readAppointments);
  return appointmentById(context).load(knownUuid(id));
}

/** {@link readAppointment} for who asked for one patient's alone: null unless they may know whose it is. */
export async function readAppointmentOf(
  context: RequestContext,
  patientId: string | null | undefined,
  id: string,
): Promise<AppointmentRow | null> {
  const row = await readAppointment(context, id);
  if (row === null || patientId == null) return row;
  return (await referToPatient(context, row.currentPatientId)) && row;
}

/** {@link readAppointment} after a change: what the request has read of it before is forgotten. */
export async function rereadAppointment(context: RequestContext, id: string): Promise<AppointmentRow | null> {
  appointmentById(context).clear(id);
  statusChangesByAppointment(context).clear(id);
  return readAppointment(context, id);
}

/** The appointments that the viewer may see, narrowed by `filter`. */
export function listAppointments(
  context: RequestContext,
  page: PageArgs,
  filter: AppointmentFilter | null | undefined,
  orderBy: AppointmentOrder | null | undefined,
): Connection<AppointmentRow> {
  const reach = assertMay(context, readAppointments);
  return connectionOf(context, AppointmentRow, {
    name: "appointments",
    where: {
      $and: [appointmentsWithin(reachOfSearch(reach, filter)), ...filterConditions(filter ?? {}, context.viewer)],
    },
    orderBy: orders[orderBy ?? AppointmentOrder.STARTS_AT_ASC],
    page,
    audit: readingList,
  });
}

/** Whose appointments a list below another entity holds. */
export interface Parent {
  readonly key: "currentPatientId" | "providerId";
  readonly id: string;
}

/** The appointments of `parent` that are still to come or under way, the next one first. */
export function listUpcoming(
  context: RequestContext,
  parent: Parent,
  page: PageArgs,
): Connection<AppointmentRow> | null {
  return listBelow(context, parent, page, {
    name: "upcoming",
    where: upcomingAt(new Date()),
    orderBy: AppointmentOrder.STARTS_AT_ASC,
  });
}

/** The appointments of `parent` that are over or were called off, the latest first. */
export function listPast(context: RequestContext, parent: Parent, page: PageArgs): Connection<AppointmentRow> | null {
  return listBelow(context, parent, page, {
    name: "past",
    where: pastAt(new Date()),
    orderBy: AppointmentOrder.STARTS_AT_DESC,
  });
}

function listBelow(
  context: RequestContext,
  parent: Parent,
  page: PageArgs,
  list: { readonly name: string; readonly where: object; readonly orderBy: AppointmentOrder },
): Connection<AppointmentRow> | null {
  const reach = reachOf(context.viewer, readAppointments);
  if (reach.length === 0) return null;
  return connectionBelow(
    context,
    AppointmentRow,
    { key: parent.key, id: knownUuid(parent.id) },
    {
      name: `${parent.key}.${list.name}`,
      where: { $and: [appointmentsWithin(reach), list.where] },
      orderBy: orders[list.orderBy],
      page,
      audit: readingList,
    },
  );
}

const readingList = { action: "appointment.list", entityType: "Appointment" };

const orders: Readonly<Record<AppointmentOrder, OrderBy<AppointmentRow>>> = {
  STARTS_AT_ASC: [
    ["startsAt", "asc"],
    ["id", "asc"],
  ],
  STARTS_AT_DESC: [
    ["startsAt", "desc"],
    ["id", "desc"],
  ],
};

/** The history of one appointment, the first step first. */
export async function listStatusChanges(
  context: RequestContext,
  { id, patientId }: Pick<AppointmentRow, "id" | "patientId">,
): Promise<AppointmentStatusChangeRow[]> {
  assertMay(context, readAppointments);
  const steps = (await statusChangesByAppointment(context).load(id)) ?? [];
  context.audit.read({
    action: readAppointments.action,
    entityType: "AppointmentStatusChange",
    records: steps.map((step) => ({ id: step.id, patientId })),
  });
  return steps;
}
