import type { RequestContext, StreamedEvent, SubscriptionContext } from "@careconnect/kit";
import { Arg, Ctx, ID, Resolver, Root, Subscription } from "type-graphql";
import { readAppointmentOf } from "../booking/booking.service.ts";
import { referToPatient } from "../references/patient.reference.ts";
import { appointmentChanges, type ChangeArguments, patientStatusChanges } from "./change.stream.ts";
import { AppointmentChange, PatientStatusChange } from "./change.type.ts";
import { patientStatusAfter } from "./patient.status.ts";

interface Subscriber {
  readonly context: SubscriptionContext;
  readonly args: ChangeArguments;
}

const resume =
  "The cursor of the last change that is known: what was missed since is replayed. Without it, what is to come.";

/** Null, which is not delivered, for a change of an appointment that the viewer may not see. */
@Resolver()
export class ChangeResolver {
  @Subscription(() => AppointmentChange, {
    nullable: true,
    description: "Appointments as they change, as far as the viewer may see them; imported history is not told.",
    subscribe: ({ context, args }: Subscriber) => appointmentChanges(context, args),
  })
  async appointmentChanged(
    @Ctx() context: RequestContext,
    @Root() { cursor, event }: StreamedEvent,
    @Arg("patientId", () => ID, { nullable: true, description: "Of this patient alone." })
    patientId: string | null | undefined,
    @Arg("providerId", () => ID, { nullable: true, description: "With this provider alone." })
    _providerId: string | null,
    @Arg("after", () => String, { nullable: true, description: resume }) _after: string | null,
  ): Promise<AppointmentChange | null> {
    const appointment = await readAppointmentOf(context, patientId, event.aggregateId);
    return appointment && { cursor, appointment };
  }

  @Subscription(() => PatientStatusChange, {
    nullable: true,
    description: "Patients as they arrive, are called in and leave, as far as the viewer may see their visits.",
    subscribe: ({ context, args }: Subscriber) => patientStatusChanges(context, args),
  })
  async patientStatusChanged(
    @Ctx() context: RequestContext,
    @Root() { cursor, event }: StreamedEvent,
    @Arg("patientId", () => ID, { nullable: true, description: "This patient alone." })
    patientId: string | null | undefined,
    @Arg("after", () => String, { nullable: true, description: resume }) _after: string | null,
  ): Promise<PatientStatusChange | null> {
    const status = patientStatusAfter.get(event.type);
    const appointment = await readAppointmentOf(context, patientId, event.aggregateId);
    if (!appointment || !status) return null;
    return { cursor, patient: await referToPatient(context, appointment.currentPatientId), status };
  }
}
