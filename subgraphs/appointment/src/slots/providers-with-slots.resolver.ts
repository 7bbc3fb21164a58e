import type { RequestContext } from "@careconnect/kit";
import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import { Provider } from "../references/provider.type.ts";
import { findProvidersWithSlots } from "./slots.service.ts";
import { ProvidersWithSlotsInput, ProviderWithSlots } from "./slots.type.ts";

@Resolver(() => ProviderWithSlots)
export class ProvidersWithSlotsResolver {
  @Query(() => [ProviderWithSlots], {
    nullable: true,
    description:
      "The providers of a specialty whom the viewer can book within a window, who is free the earliest first, each with their first free times; none who has no time. Times are those of `availableSlots`.",
  })
  providersWithSlots(
    @Ctx() context: RequestContext,
    @Arg("input", () => ProvidersWithSlotsInput, { description: "Who is to be free." }) input: ProvidersWithSlotsInput,
  ): Promise<ProviderWithSlots[]> {
    return findProvidersWithSlots(context, input);
  }

  @FieldResolver(() => Provider, { nullable: true, description: "Who is free." })
  provider(@Root() { providerId }: ProviderWithSlots): Provider {
    return { id: providerId };
  }
}
