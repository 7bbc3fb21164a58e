import { LocalDate, type RequestContext, type WeeklyInterval } from "@careconnect/kit";
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import type { ProviderRow } from "../provider/provider.entity.ts";
import { type ProviderPayload, providerPayload } from "../provider/provider.payload.ts";
import { Provider } from "../provider/provider.type.ts";
import { setAvailability } from "./availability.commands.ts";
import { SetAvailabilityInput } from "./availability.input.ts";
import { listPlannedWeeks, listWeeklyHours } from "./availability.service.ts";
import { availabilityState } from "./availability.state.ts";
import { PlannedWeek, SetAvailabilityPayload, WeeklyHours } from "./availability.type.ts";

@Resolver(() => Provider)
export class AvailabilityResolver {
  @Mutation(() => SetAvailabilityPayload, {
    nullable: true,
    description:
      "Sets a provider's weekly hours from a day on. Appointments that lie outside of them stay: `strandedAppointments` of the provider has them, and `availabilityImpact` beforehand.",
  })
  setAvailability(
    @Ctx() context: RequestContext,
    @Arg("input", () => SetAvailabilityInput, { description: "Whose hours, which, and from when." })
    input: SetAvailabilityInput,
  ): Promise<ProviderPayload> {
    return providerPayload(context, setAvailability(context, input));
  }

  @FieldResolver(() => [WeeklyHours], {
    nullable: true,
    description: "The provider's weekly hours that are in force on a day, in the order of the week; 70 at most.",
  })
  weeklyHours(
    @Ctx() context: RequestContext,
    @Root() provider: ProviderRow,
    @Arg("on", () => LocalDate, { nullable: true, description: "The day; today in the provider's zone by default." })
    on: string | null,
  ): Promise<readonly WeeklyInterval[]> {
    return listWeeklyHours(context, provider, on);
  }

  @FieldResolver(() => [PlannedWeek], {
    nullable: true,
    description: "The provider's weeks that begin after today, the first one first; 50 at most.",
  })
  plannedWeeks(@Ctx() context: RequestContext, @Root() provider: ProviderRow): ReturnType<typeof listPlannedWeeks> {
    return listPlannedWeeks(context, provider);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      "All that decides when the provider works, as JSON in the words of the events `provider.availability.changed` and `provider.credentials.changed`: the weeks from each day on, leave and extra hours, and the days that their licences cover. Who is not active has none.",
  })
  availabilityState(@Ctx() context: RequestContext, @Root() provider: ProviderRow): Promise<string> {
    return availabilityState(context, provider);
  }
}
