import { DateTime, payloadType } from "@careconnect/kit";
import { Field, ID, ObjectType } from "type-graphql";

@ObjectType({ description: "Access to a patient that a provider was given, beside what their appointments give them." })
export class AccessGrant {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => DateTime, { description: "Until when it was given." })
  until!: Date;

  @Field(() => String, { nullable: true, description: "Why it was given." })
  reason!: string | null;

  @Field(() => DateTime, { nullable: true, description: "When it was ended before its time; null while it was not." })
  endedAt!: Date | null;
}

export const GrantPatientAccessPayload = payloadType("GrantPatientAccess", "accessGrant", () => AccessGrant);
export const EndPatientAccessPayload = payloadType("EndPatientAccess", "accessGrant", () => AccessGrant);
