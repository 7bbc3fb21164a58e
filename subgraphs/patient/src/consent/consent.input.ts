import { IdempotencyKey } from "@careconnect/kit";
import { Field, ID, InputType, Int } from "type-graphql";
import { PreferredChannel } from "../demographics/demographics.type.ts";
import { ConsentDecision, ConsentScope } from "./consent.type.ts";

@InputType({ description: "What a patient says about one thing that may be done with their data." })
export class RecordConsentInput {
  @Field(() => ID, { description: "Whose data." })
  patientId!: string;

  @Field(() => ConsentScope, { description: "What it is about." })
  scope!: ConsentScope;

  @Field(() => ID, {
    nullable: true,
    description: "Of PROVIDER_ACCESS, and of nothing else: the provider. An id that is no provider's refuses nobody.",
  })
  providerId?: string | null;

  @Field(() => PreferredChannel, {
    nullable: true,
    description: "Of COMMUNICATION, and of nothing else: the channel.",
  })
  channel?: PreferredChannel | null;

  @Field(() => ConsentDecision, { description: "What they say." })
  decision!: ConsentDecision;

  @Field(() => Int, {
    nullable: true,
    description: "The version of the consent that was read, 0 while there is none: VERSION_CONFLICT if it is another.",
  })
  expectedVersion?: number | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}
