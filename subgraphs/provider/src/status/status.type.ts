import { DateTime, payloadType } from "@careconnect/kit";
import { Field, ID, ObjectType } from "type-graphql";
import { ProviderStatus } from "../provider/provider.status.ts";
import { Provider } from "../provider/provider.type.ts";

@ObjectType({ description: "A step of a provider's history." })
export class ProviderStatusChange {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => ProviderStatus, { description: "The status before." })
  from!: ProviderStatus;

  @Field(() => ProviderStatus, { description: "The status since." })
  to!: ProviderStatus;

  @Field(() => DateTime, { description: "When." })
  changedAt!: Date;

  @Field(() => String, { description: "Why, in the words of who did it." })
  reason!: string;
}

export const SuspendProviderPayload = payloadType("SuspendProvider", "provider", () => Provider);
export const ReinstateProviderPayload = payloadType("ReinstateProvider", "provider", () => Provider);
