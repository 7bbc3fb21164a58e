import { dayIn, LocalDate, type RequestContext } from "@careconnect/kit";
import { Temporal } from "temporal-polyfill";
import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import { Provider } from "../references/provider.type.ts";
import { findSlots } from "./slots.service.ts";
import { AvailableSlotsInput, Slot } from "./slots.type.ts";

@Resolver(() => Slot)
export class SlotsResolver {
  @Query(() => [Slot], {
    nullable: true,
    description:
      "Times that the viewer can book, the earliest first; none with a provider who cannot be booked. Minimum notice and horizon are kept for a patient, and do not bind the clinic.",
  })
  availableSlots(
    @Ctx() context: RequestContext,
    @Arg("input", () => AvailableSlotsInput, { description: "What to look for." }) input: AvailableSlotsInput,
  ): Promise<Slot[]> {
    return findSlots(context, input);
  }

  @FieldResolver(() => LocalDate, {
    description: "The day on which it starts in the caller's zone (`timeZone` of the search), to be grouped by.",
  })
  day(@Root() { startsAt, timeZone }: Slot): string {
    return dayIn(timeZone, startsAt);
  }

  @FieldResolver(() => String, {
    description:
      "When it starts, as clocks in the caller's zone show it: ISO 8601 with that zone's offset then, e.g. `2026-11-20T15:15:00+05:45`.",
  })
  localStartsAt(@Root() { startsAt, timeZone }: Slot): string {
    return Temporal.Instant.fromEpochMilliseconds(startsAt.getTime()).toString({ timeZone, smallestUnit: "second" });
  }

  @FieldResolver(() => Provider, { nullable: true, description: "Who would see the patient." })
  provider(@Root() slot: Slot): Provider {
    return { id: slot.providerId };
  }
}
