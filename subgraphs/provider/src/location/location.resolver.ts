import { type Connection, PageArgs, type RequestContext, type UserError } from "@careconnect/kit";
import { Arg, Args, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { setLocationHours } from "./location.commands.ts";
import type { LocationRow } from "./location.entity.ts";
import { listLocations, rereadLocation } from "./location.service.ts";
import {
  Location,
  LocationConnection,
  LocationFilter,
  SetLocationHoursInput,
  SetLocationHoursPayload,
} from "./location.type.ts";

interface LocationPayload {
  readonly location: LocationRow | null;
  readonly userErrors: readonly UserError[];
}

@Resolver(() => Location)
export class LocationResolver {
  @Query(() => LocationConnection, { nullable: true, description: "The organization's locations, by name." })
  locations(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg("filter", () => LocationFilter, { nullable: true, description: "Narrows the list." })
    filter: LocationFilter | null,
  ): Connection<LocationRow> {
    return listLocations(context, page, filter);
  }
  @Mutation(() => SetLocationHoursPayload, {
    nullable: true,
    description:
      "Says when a location is open: providers who see patients there alone do so while it is. Appointments stay.",
  })
  async setLocationHours(
    @Ctx() context: RequestContext,
    @Arg("input", () => SetLocationHoursInput, { description: "Which, and when." }) input: SetLocationHoursInput,
  ): Promise<LocationPayload> {
    const { id, userErrors } = await setLocationHours(context, input);
    return { location: id === null ? null : await rereadLocation(context, id), userErrors };
  }
}
