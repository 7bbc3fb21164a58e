import type { RequestContext } from "@careconnect/kit";
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import type { ProviderRow } from "../provider/provider.entity.ts";
import { type ProviderPayload, providerPayload } from "../provider/provider.payload.ts";
import { Provider } from "../provider/provider.type.ts";
import { addAvailabilityException, removeAvailabilityException } from "./exception.commands.ts";
import { AddAvailabilityExceptionInput, RemoveAvailabilityExceptionInput } from "./exception.input.ts";
import { listExceptions } from "./exception.service.ts";
import {
  AddAvailabilityExceptionPayload,
  AvailabilityException,
  RemoveAvailabilityExceptionPayload,
} from "./exception.type.ts";

@Resolver(() => Provider)
export class ExceptionResolver {
  @Mutation(() => AddAvailabilityExceptionPayload, {
    nullable: true,
    description:
      "Adds leave or extra hours of a provider. Appointments that lie outside of the hours then stay: `strandedAppointments` of the provider has them, and `availabilityImpact` beforehand.",
  })
  addAvailabilityException(
    @Ctx() context: RequestContext,
    @Arg("input", () => AddAvailabilityExceptionInput, { description: "Whose, when, and what is different." })
    input: AddAvailabilityExceptionInput,
  ): Promise<ProviderPayload> {
    return providerPayload(context, addAvailabilityException(context, input));
  }

  @Mutation(() => RemoveAvailabilityExceptionPayload, {
    nullable: true,
    description:
      "Takes leave or extra hours of a provider back; what is over of it stays. `strandedAppointments` of the provider has the appointments that lie outside of the hours then.",
  })
  removeAvailabilityException(
    @Ctx() context: RequestContext,
    @Arg("input", () => RemoveAvailabilityExceptionInput, { description: "Which." })
    input: RemoveAvailabilityExceptionInput,
  ): Promise<ProviderPayload> {
    return providerPayload(context, removeAvailabilityException(context, input));
  }

  @FieldResolver(() => [AvailabilityException], {
    nullable: true,
    description: "The provider's leave and extra hours that are not over, the earliest first; 200 at most.",
  })
  availabilityExceptions(
    @Ctx() context: RequestContext,
    @Root() provider: ProviderRow,
  ): Promise<AvailabilityException[]> {
    return listExceptions(context, provider);
  }
}
