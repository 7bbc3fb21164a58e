import { connectionType, DateTime, IdempotencyKey, payloadType, Role } from "@careconnect/kit";
import { Field, ID, InputType, Int, ObjectType } from "type-graphql";

@ObjectType({ description: "An account of an organization: somebody who can sign in." })
export class User {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => String, { description: "Name to show." })
  displayName!: string;

  @Field(() => String, { nullable: true, description: "E-mail address with which the user signs in." })
  email!: string | null;

  @Field(() => [Role], { description: "What the user may be." })
  roles!: Role[];

  @Field(() => DateTime, { description: "Since when there is the account." })
  createdAt!: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: "Since when an administrator keeps the user out; null when the account is open.",
  })
  suspendedAt!: Date | null;

  @Field(() => Int, { description: "Grows with every change: pass it as `expectedVersion`." })
  version!: number;
}

export const UserConnection = connectionType("User", () => User, "users");
export const ChangeUserRolesPayload = payloadType("ChangeUserRoles", "user", () => User);

@InputType({ description: "Changes what a user may be." })
export class ChangeUserRolesInput {
  @Field(() => ID, { description: "The user's id." })
  id!: string;

  @Field(() => Int, { description: "The version that you decided on; VERSION_CONFLICT when there is a newer one." })
  expectedVersion!: number;

  @Field(() => [Role], { description: "All that the user may be from now on; at least one, and never PARTNER." })
  roles!: Role[];

  @IdempotencyKey()
  idempotencyKey?: string | null;
}
