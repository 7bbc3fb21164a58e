import { type Connection, fullNameOf, PageArgs, type RequestContext } from "@careconnect/kit";
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import type { LocationRow } from "../location/location.entity.ts";
import { Location } from "../location/location.type.ts";
import type { SpecialtyRow } from "../specialty/specialty.entity.ts";
import { Specialty } from "../specialty/specialty.type.ts";
import { registerProvider, updateProvider } from "./provider.commands.ts";
import type { ProviderRow } from "./provider.entity.ts";
import { RegisterProviderInput, UpdateProviderInput } from "./provider.input.ts";
import { type ProviderPayload, providerPayload } from "./provider.payload.ts";
import { listLocationsOf, listProviders, listSpecialtiesOf, readProvider } from "./provider.service.ts";
import {
  Provider,
  ProviderConnection,
  ProviderFilter,
  ProviderOrder,
  RegisterProviderPayload,
  UpdateProviderPayload,
} from "./provider.type.ts";

@Resolver(() => Provider)
export class ProviderResolver {
  @Query(() => Provider, { nullable: true, description: "One provider; null when there is none." })
  provider(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, { description: "The provider's id." }) id: string,
  ): Promise<ProviderRow | null> {
    return readProvider(context, id);
  }

  @Query(() => ProviderConnection, { nullable: true, description: "The organization's providers." })
  providers(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg("filter", () => ProviderFilter, { nullable: true, description: "Narrows the list." })
    filter: ProviderFilter | null,
    @Arg("orderBy", () => ProviderOrder, {
      nullable: true,
      description: "How the list is sorted: by name unless told.",
    })
    orderBy: ProviderOrder | null,
  ): Promise<Connection<ProviderRow>> {
    return listProviders(context, page, filter, orderBy);
  }

  @Mutation(() => RegisterProviderPayload, {
    nullable: true,
    description: "Registers a provider, who may see patients at once.",
  })
  registerProvider(
    @Ctx() context: RequestContext,
    @Arg("input", () => RegisterProviderInput, { description: "The new provider." }) input: RegisterProviderInput,
  ): Promise<ProviderPayload> {
    return providerPayload(context, registerProvider(context, input));
  }

  @Mutation(() => UpdateProviderPayload, {
    nullable: true,
    description:
      "Changes a provider's record; what is left out stays. Their hours follow the clock of another time zone: `strandedAppointments` of the provider has the appointments that lie outside of them then.",
  })
  updateProvider(
    @Ctx() context: RequestContext,
    @Arg("input", () => UpdateProviderInput, { description: "Who, and what is different." }) input: UpdateProviderInput,
  ): Promise<ProviderPayload> {
    return providerPayload(context, updateProvider(context, input));
  }

  @FieldResolver(() => String, {
    description: "Given and family name.",
  })
  fullName(@Root() row: ProviderRow): string {
    return fullNameOf(row);
  }

  @FieldResolver(() => [Specialty], { description: "What the provider practises, by name; 50 at most." })
  specialties(@Ctx() context: RequestContext, @Root() row: ProviderRow): Promise<SpecialtyRow[]> {
    return listSpecialtiesOf(context, row.id);
  }

  @FieldResolver(() => [Location], { description: "Where the provider sees patients, by name; 50 at most." })
  locations(@Ctx() context: RequestContext, @Root() row: ProviderRow): Promise<LocationRow[]> {
    return listLocationsOf(context, row.id);
  }
}
