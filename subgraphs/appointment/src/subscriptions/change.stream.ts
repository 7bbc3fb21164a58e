import {
  assertMay,
  eventStream,
  isSelfAlone,
  knownUuid,
  type LoggedEvent,
  ownRecordsOf,
  recordsOf,
  type StreamedEvent,
  type SubscriptionContext,
} from "@careconnect/kit";
import { appointmentEvents } from "../booking/booking.events.ts";
import { readAppointments } from "../booking/booking.policy.ts";
import { patientStatusAfter } from "./patient.status.ts";

/** What a subscriber of changes may ask for. */
export interface ChangeArguments {
  readonly patientId?: string | null;
  readonly providerId?: string | null;
  readonly after?: string | null;
}

/** The changes of appointments, of one patient or with one provider if that is asked for. */
export function appointmentChanges(
  context: SubscriptionContext,
  { after, ...wanted }: ChangeArguments,
): Promise<AsyncIterable<StreamedEvent>> {
  return changes(context, { field: "appointmentChanged", after, wanted });
}

/** The changes that move a patient. */
export function patientStatusChanges(
  context: SubscriptionContext,
  { after, ...wanted }: ChangeArguments,
): Promise<AsyncIterable<StreamedEvent>> {
  return changes(context, { field: "patientStatusChanged", after, wanted, types: [...patientStatusAfter.keys()] });
}

async function changes(
  context: SubscriptionContext,
  stream: {
    readonly field: string;
    readonly after: string | null | undefined;
    readonly wanted: Pick<ChangeArguments, "patientId" | "providerId">;
    readonly types?: readonly string[];
  },
): Promise<AsyncIterable<StreamedEvent>> {
  const { wanted, ...options } = stream;
  const reach = assertMay(context, readAppointments);
  const own = new Set(ownRecordsOf(context.viewer));
  const patients = wanted.patientId ? await allRecordsOf(context, knownUuid(wanted.patientId)) : undefined;
  return eventStream(context, {
    ...options,
    // The resolver decides; this spares a patient's subscription from looking up everybody else's appointments.
    wants: (event) =>
      (!isSelfAlone(reach) || own.has(patientOf(event))) && isWanted(event, wanted.providerId, patients),
  });
}

/** Of whom records are merged or taken apart meanwhile, whoever comes back is told as of then. */
async function allRecordsOf({ em }: SubscriptionContext, patientId: string): Promise<ReadonlySet<string>> {
  return new Set((await recordsOf(em.fork(), [patientId])).get(patientId));
}

function isWanted(
  event: LoggedEvent,
  providerId: string | null | undefined,
  patients: ReadonlySet<string> | undefined,
): boolean {
  if (!Object.hasOwn(appointmentEvents, event.type)) return false;
  return (patients?.has(patientOf(event)) ?? true) && (!providerId || event.payload.providerId === providerId);
}

function patientOf(event: LoggedEvent): string {
  return String(event.payload.patientId);
}
