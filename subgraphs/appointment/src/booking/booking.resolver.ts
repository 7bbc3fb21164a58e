import { type Connection, PageArgs, type RequestContext } from "@careconnect/kit";
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from "type-graphql";
import { Location } from "../references/location.type.ts";
import { referToPatient } from "../references/patient.reference.ts";
import { Patient } from "../references/patient.type.ts";
import { Provider } from "../references/provider.type.ts";
import type { AppointmentRow } from "./booking.entity.ts";
import { listAppointments, listStatusChanges, readAppointment } from "./booking.service.ts";
import { Appointment, AppointmentConnection, AppointmentFilter, AppointmentOrder } from "./booking.type.ts";
import type { AppointmentStatusChangeRow } from "./status-change.entity.ts";
import { AppointmentStatusChange } from "./status-change.type.ts";

@Resolver(() => Appointment)
export class BookingResolver {
  @Query(() => Appointment, {
    nullable: true,
    description: "One appointment; null when there is none or the viewer may not see it.",
  })
  appointment(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, { description: "The appointment's id." }) id: string,
  ): Promise<AppointmentRow | null> {
    return readAppointment(context, id);
  }

  @Query(() => AppointmentConnection, { nullable: true, description: "The appointments that the viewer may see." })
  appointments(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg("filter", () => AppointmentFilter, { nullable: true, description: "Narrows the list." })
    filter: AppointmentFilter | null,
    @Arg("orderBy", () => AppointmentOrder, {
      nullable: true,
      description: "How the list is sorted: earliest start first unless told.",
    })
    orderBy: AppointmentOrder | null,
  ): Connection<AppointmentRow> {
    return listAppointments(context, page, filter, orderBy);
  }

  @FieldResolver(() => Patient, { nullable: true, description: "Who is seen." })
  patient(@Ctx() context: RequestContext, @Root() row: AppointmentRow): Promise<Patient | null> {
    return referToPatient(context, row.currentPatientId);
  }

  @FieldResolver(() => Provider, { nullable: true, description: "Who sees the patient." })
  provider(@Root() row: AppointmentRow): Provider {
    return { id: row.providerId };
  }

  @FieldResolver(() => Location, { nullable: true, description: "Where they meet, if that is known." })
  location(@Root() row: AppointmentRow): Location | null {
    return row.locationId ? { id: row.locationId } : null;
  }

  @FieldResolver(() => [AppointmentStatusChange], {
    nullable: true,
    description:
      "Every status that the appointment has had, and each time that it was moved, the first one first; 110 at most.",
  })
  statusHistory(@Ctx() context: RequestContext, @Root() row: AppointmentRow): Promise<AppointmentStatusChangeRow[]> {
    return listStatusChanges(context, row);
  }
}
