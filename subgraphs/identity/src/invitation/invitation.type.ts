import { connectionType, DateTime, IdempotencyKey, payloadType, Role } from "@careconnect/kit";
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";

/** What became of an invitation. */
export enum InvitationStatus {
  PENDING = "PENDING",
  ACCEPTED = "ACCEPTED",
  REVOKED = "REVOKED",
  EXPIRED = "EXPIRED",
}

registerEnumType(InvitationStatus, {
  name: "InvitationStatus",
  description: "What became of an invitation.",
  valuesConfig: {
    PENDING: { description: "The link is good." },
    ACCEPTED: { description: "There is an account." },
    REVOKED: { description: "It was taken back." },
    EXPIRED: { description: "Seven days went by." },
  },
});

@ObjectType({ description: "Somebody was asked by mail to join the organization." })
export class Invitation {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => String, { nullable: true, description: "Where the link was mailed to." })
  email!: string | null;

  @Field(() => String, { description: "Name to show." })
  displayName!: string;

  @Field(() => [Role], { description: "What they will be." })
  roles!: Role[];

  @Field(() => DateTime, { description: "When they were invited." })
  createdAt!: Date;

  @Field(() => DateTime, { description: "Until when the link is good." })
  expiresAt!: Date;

  @Field(() => Int, { description: "Grows with every change." })
  version!: number;
}

export const InvitationConnection = connectionType("Invitation", () => Invitation, "invitations");
export const InviteUserPayload = payloadType("InviteUser", "invitation", () => Invitation);
export const RevokeInvitationPayload = payloadType("RevokeInvitation", "invitation", () => Invitation);

@InputType({ description: "Invites somebody by mail; the link is good once, for seven days." })
export class InviteUserInput {
  @Field(() => String, { description: "E-mail address, with which they will sign in." })
  email!: string;

  @Field(() => String, { description: "Name to show." })
  displayName!: string;

  @Field(() => [Role], {
    description: "What they will be; at least one, and never PARTNER. STAFF may invite as PATIENT alone.",
  })
  roles!: Role[];

  @Field(() => ID, { nullable: true, description: "The patient record that they are; needs the role PATIENT." })
  patientId?: string | null;

  @Field(() => ID, { nullable: true, description: "The provider record that they are; needs the role PROVIDER." })
  providerId?: string | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Takes an invitation back: its link opens nothing from now on." })
export class RevokeInvitationInput {
  @Field(() => ID, { description: "The invitation's id." })
  id!: string;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}
