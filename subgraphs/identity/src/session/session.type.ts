import { DateTime, IdempotencyKey, payloadType } from "@careconnect/kit";
import { Field, ID, InputType, ObjectType } from "type-graphql";

@ObjectType({ description: "A sign-in of the viewer." })
export class Session {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => DateTime, { description: "When the viewer signed in." })
  createdAt!: Date;

  @Field(() => DateTime, { description: "When it was last used." })
  lastUsedAt!: Date;

  @Field(() => DateTime, { description: "When it ends at the latest." })
  expiresAt!: Date;

  @Field(() => String, { nullable: true, description: "The browser, as it calls itself." })
  userAgent!: string | null;

  @Field(() => [String], {
    name: "methods",
    description: "How the viewer proved who they are, by the names of RFC 8176, e.g. `pwd` and `otp`.",
  })
  amr!: string[];
}

export const RevokeSessionPayload = payloadType("RevokeSession", "session", () => Session);

@InputType({ description: "Which sign-in ends." })
export class RevokeSessionInput {
  @Field(() => ID, { description: "The session's id." })
  id!: string;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "How every sign-in ends." })
export class SignOutEverywhereInput {
  @IdempotencyKey()
  idempotencyKey?: string | null;
}
