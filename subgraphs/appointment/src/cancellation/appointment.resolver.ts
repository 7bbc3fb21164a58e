import { FieldResolver, Resolver, Root } from "type-graphql";
import type { AppointmentRow } from "../booking/booking.entity.ts";
import { Appointment } from "../booking/booking.type.ts";
import { keptOutcome } from "./cancellation.outcome.ts";
import { AppointmentCancellation } from "./cancellation.type.ts";

@Resolver(() => Appointment)
export class AppointmentCancellationResolver {
  @FieldResolver(() => AppointmentCancellation, {
    nullable: true,
    description:
      "What came of calling it off; null while it stands, and for a hold that expired or a visit that was CANCELLED when it was imported.",
  })
  cancellation(@Root() row: AppointmentRow): AppointmentCancellation | null {
    const outcome = keptOutcome(row);
    return outcome && { ...outcome, feeWaived: outcome.waivedBy !== null };
  }
}
