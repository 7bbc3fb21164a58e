import type { RequestContext } from "@careconnect/kit";
import { Arg, Ctx, Directive, FieldResolver, Query, Resolver, Root } from "type-graphql";
import type { AppointmentRow } from "../booking/booking.entity.ts";
import { Appointment } from "../booking/booking.type.ts";
import { Provider } from "../references/provider.type.ts";
import { AvailabilityImpactInput } from "./impact.input.ts";
import { listImpact, listStranded } from "./impact.service.ts";

@Resolver(() => Provider)
export class ImpactResolver {
  @Query(() => [Appointment], {
    nullable: true,
    description:
      "The visits to come that lie within a provider's hours and would not any more, the earliest first; 500 at most. Nothing is changed. What `setAvailability` and `addAvailabilityException` would refuse is refused, in their words.",
  })
  availabilityImpact(
    @Ctx() context: RequestContext,
    @Arg("input", () => AvailabilityImpactInput, { description: "Whose hours, and which they would be." })
    input: AvailabilityImpactInput,
  ): Promise<AppointmentRow[] | null> {
    return listImpact(context, input);
  }

  @Directive('@requires(fields: "availabilityState")')
  @FieldResolver(() => [Appointment], {
    nullable: true,
    description:
      "The provider's visits to come that lie outside of their hours as these are now, or on a day that no licence of theirs covers, the earliest first; 500 at most. They are to be moved.",
  })
  strandedAppointments(@Ctx() context: RequestContext, @Root() provider: Provider): Promise<AppointmentRow[] | null> {
    return listStranded(context, provider.id, provider.availabilityState ?? null);
  }
}
