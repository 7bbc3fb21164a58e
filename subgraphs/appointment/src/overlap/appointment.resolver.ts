import type { RequestContext } from "@careconnect/kit";
import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { AppointmentRow } from "../booking/booking.entity.ts";
import { Appointment } from "../booking/booking.type.ts";
import { listOverlapping } from "./overlap.service.ts";

@Resolver(() => Appointment)
export class AppointmentOverlapResolver {
  @FieldResolver(() => [Appointment], {
    nullable: true,
    description:
      "Other visits of the patient at the same time, which were booked for another of their records before it was known that these were merged; 20 at most. One of them is to be moved or called off.",
  })
  overlapping(@Ctx() context: RequestContext, @Root() row: AppointmentRow): Promise<AppointmentRow[]> {
    return listOverlapping(context, row.id);
  }
}
