import {
  assertMay,
  eventStream,
  isSelfAlone,
  type LoggedEvent,
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
  return eventStream(context, {
    ...options,
    // The resolver decides; this spares a patient's subscription from looking up everybody else's appointments.
    wants: (event) => (!isSelfAlone(reach) || patientOf(event) === context.viewer.patientId) && isWanted(event, wanted),
  });
}

function isWanted(event: LoggedEvent, wanted: Pick<ChangeArguments, "patientId" | "providerId">): boolean {
  if (!Object.hasOwn(appointmentEvents, event.type)) return false;
  const { patientId, providerId } = wanted;
  return (!patientId || patientOf(event) === patientId) && (!providerId || event.payload.providerId === providerId);
}

function patientOf(event: LoggedEvent): string {
  return String(event.payload.patientId);
}
