import type { RequestContext } from "@careconnect/kit";
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import type { ProviderRow } from "../provider/provider.entity.ts";
import { type ProviderPayload, providerPayload } from "../provider/provider.payload.ts";
import { Provider } from "../provider/provider.type.ts";
import { reinstateProvider, suspendProvider } from "./status.commands.ts";
import { ChangeProviderStatusInput } from "./status.input.ts";
import { listStatusChanges } from "./status.service.ts";
import { ProviderStatusChange, ReinstateProviderPayload, SuspendProviderPayload } from "./status.type.ts";
import type { ProviderStatusChangeRow } from "./status-change.entity.ts";

@Resolver(() => Provider)
export class StatusResolver {
  @Mutation(() => SuspendProviderPayload, {
    nullable: true,
    description:
      "Makes a provider not bookable until they are reinstated. Appointments that there are stay: `strandedAppointments` of the provider has them.",
  })
  suspendProvider(
    @Ctx() context: RequestContext,
    @Arg("input", () => ChangeProviderStatusInput, { description: "Who, and why." }) input: ChangeProviderStatusInput,
  ): Promise<ProviderPayload> {
    return providerPayload(context, suspendProvider(context, input));
  }

  @Mutation(() => ReinstateProviderPayload, {
    nullable: true,
    description: "Makes a suspended provider bookable again, in the hours that they have.",
  })
  reinstateProvider(
    @Ctx() context: RequestContext,
    @Arg("input", () => ChangeProviderStatusInput, { description: "Who, and why." }) input: ChangeProviderStatusInput,
  ): Promise<ProviderPayload> {
    return providerPayload(context, reinstateProvider(context, input));
  }

  @FieldResolver(() => [ProviderStatusChange], {
    nullable: true,
    description:
      "How the provider came to be suspended and back, the latest first, 201 at most: for administrators, the front desk and the provider; null for everybody else.",
  })
  statusHistory(
    @Ctx() context: RequestContext,
    @Root() provider: ProviderRow,
  ): Promise<ProviderStatusChangeRow[] | null> {
    return listStatusChanges(context, provider.id);
  }
}
