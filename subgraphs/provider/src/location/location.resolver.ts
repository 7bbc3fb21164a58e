import { type Connection, PageArgs, type RequestContext } from "@careconnect/kit";
import { Arg, Args, Ctx, Query, Resolver } from "type-graphql";
import type { LocationRow } from "./location.entity.ts";
import { listLocations } from "./location.service.ts";
import { Location, LocationConnection, LocationFilter } from "./location.type.ts";

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
}
