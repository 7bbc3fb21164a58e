import { type Connection, PageArgs, type RequestContext } from "@careconnect/kit";
import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { AppointmentRow } from "../booking/booking.entity.ts";
import { listPast, listUpcoming } from "../booking/booking.service.ts";
import { AppointmentConnection } from "../booking/booking.type.ts";
import { Patient } from "./patient.type.ts";

@Resolver(() => Patient)
export class PatientResolver {
  @FieldResolver(() => AppointmentConnection, {
    nullable: true,
    description: "The patient's appointments that are still to come or under way, the next one first.",
  })
  upcomingAppointments(
    @Ctx() context: RequestContext,
    @Root() patient: Patient,
    @Args(() => PageArgs) page: PageArgs,
  ): Connection<AppointmentRow> | null {
    return listUpcoming(context, { key: "currentPatientId", id: patient.id }, page);
  }

  @FieldResolver(() => AppointmentConnection, {
    nullable: true,
    description: "The patient's appointments that are over, or were called off before they came, the latest first.",
  })
  pastAppointments(
    @Ctx() context: RequestContext,
    @Root() patient: Patient,
    @Args(() => PageArgs) page: PageArgs,
  ): Connection<AppointmentRow> | null {
    return listPast(context, { key: "currentPatientId", id: patient.id }, page);
  }
}
