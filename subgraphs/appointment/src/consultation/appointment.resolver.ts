import type { RequestContext } from "@careconnect/kit";
import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { AppointmentRow } from "../booking/booking.entity.ts";
import { Appointment } from "../booking/booking.type.ts";
import type { ConsultationState } from "./consultation.loader.ts";
import { readConsultationOf } from "./consultation.service.ts";
import { Consultation } from "./consultation.type.ts";

@Resolver(() => Appointment)
export class AppointmentConsultationResolver {
  @FieldResolver(() => Consultation, {
    nullable: true,
    description:
      "What happens in the visit; null before it starts unless it is by video, and when the viewer may not see it.",
  })
  consultation(@Ctx() context: RequestContext, @Root() row: AppointmentRow): Promise<ConsultationState | null> {
    return readConsultationOf(context, row.id);
  }
}
