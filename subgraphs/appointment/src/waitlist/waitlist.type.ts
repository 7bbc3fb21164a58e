import { connectionType, DateTime, payloadType, VisitType } from "@careconnect/kit";
import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { WaitlistStatus } from "./waitlist.status.ts";

@ObjectType({ description: "Somebody who waits for a time with a provider, or with anybody of a specialty." })
export class WaitlistEntry {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => WaitlistStatus, { description: "Where they stand." })
  status!: WaitlistStatus;

  @Field(() => String, { nullable: true, description: "With anybody of this specialty, by its code." })
  specialty!: string | null;

  @Field(() => VisitType, { description: "How they want to meet." })
  visitType!: VisitType;

  @Field(() => DateTime, { description: "The visit is to start then or later." })
  from!: Date;

  @Field(() => DateTime, { description: "It is to end by then." })
  until!: Date;

  @Field(() => DateTime, { description: "Since when they wait; who came first is asked first." })
  joinedAt!: Date;

  @Field(() => Int, { description: "Grows with every change: pass it as `expectedVersion`." })
  version!: number;
}

@ObjectType({ description: "A time that is held for somebody who waits." })
export class WaitlistOffer {
  @Field(() => ID, { description: "Opaque id: it is accepted by it." })
  id!: string;

  @Field(() => DateTime, { description: "When the visit would start." })
  startsAt!: Date;

  @Field(() => DateTime, { description: "When it would end." })
  endsAt!: Date;

  @Field(() => DateTime, { description: "Until when it is held for them alone." })
  expiresAt!: Date;
}

export const WaitlistEntryConnection = connectionType("WaitlistEntry", () => WaitlistEntry, "those who wait");

@InputType({ description: "Narrows the waitlist; all that is given must hold." })
export class WaitlistFilter {
  @Field(() => ID, { nullable: true, description: "Of this patient." })
  patientId?: string | null;

  @Field(() => ID, { nullable: true, description: "Who wants this provider." })
  providerId?: string | null;

  @Field(() => String, { nullable: true, description: "Who wants anybody of this specialty, by its code." })
  specialty?: string | null;

  @Field(() => VisitType, { nullable: true, description: "Who wants to meet like this." })
  visitType?: VisitType | null;

  @Field(() => [WaitlistStatus], {
    nullable: true,
    description: "In one of these states: those who wait still, WAITING and OFFERED, unless told.",
  })
  status?: WaitlistStatus[] | null;
}

export const JoinWaitlistPayload = payloadType("JoinWaitlist", "waitlistEntry", () => WaitlistEntry);
export const LeaveWaitlistPayload = payloadType("LeaveWaitlist", "waitlistEntry", () => WaitlistEntry);
export const AcceptWaitlistOfferPayload = payloadType("AcceptWaitlistOffer", "waitlistEntry", () => WaitlistEntry);
