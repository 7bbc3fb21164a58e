import type { RequestContext } from "@careconnect/kit";
import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { RatingRow } from "../rating/rating.entity.ts";
import { readRatingOf } from "../rating/rating.service.ts";
import { Rating } from "../rating/rating.type.ts";
import { Appointment } from "./appointment.type.ts";

@Resolver(() => Appointment)
export class AppointmentResolver {
  @FieldResolver(() => Rating, {
    nullable: true,
    description:
      "What the patient says of the provider of this visit, for themselves and for administration; null as long as they say nothing, and for administration when they say it anonymously.",
  })
  rating(@Ctx() context: RequestContext, @Root() appointment: Appointment): Promise<RatingRow | null> {
    return readRatingOf(context, appointment.id);
  }
}
