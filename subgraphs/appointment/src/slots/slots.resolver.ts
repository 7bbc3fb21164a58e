import type { RequestContext } from "@careconnect/kit";
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

  @FieldResolver(() => Provider, { nullable: true, description: "Who would see the patient." })
  provider(@Root() slot: Slot): Provider {
    return { id: slot.providerId };
  }
}
