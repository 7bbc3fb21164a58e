import { connectionType, DateTime, VisitType } from "@careconnect/kit";
import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { AppointmentStatus } from "./booking.status.ts";

@Directive('@key(fields: "id")')
@ObjectType({ description: "A visit of a patient to a provider, planned or past." })
export class Appointment {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => String, { nullable: true, description: "The id in the system that the record was imported from." })
  externalId!: string | null;

  @Field(() => AppointmentStatus, { description: "Where it stands." })
  status!: AppointmentStatus;

  @Field(() => VisitType, { description: "How patient and provider meet." })
  visitType!: VisitType;

  @Field(() => DateTime, { description: "When it starts." })
  startsAt!: Date;

  @Field(() => DateTime, { description: "When it ends; always after `startsAt`." })
  endsAt!: Date;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "Until when its time is held while it is REQUESTED. When that is over, its time is free and every command about it is HOLD_EXPIRED; it is CANCELLED within 15 seconds. Null when it does not end by itself.",
  })
  holdExpiresAt!: Date | null;

  @Field(() => String, { nullable: true, description: "What the patient comes for." })
  reason!: string | null;

  @Field(() => Boolean, {
    description: "Booked although its provider had another visit then, or enough for the day; the history says why.",
  })
  overbooked!: boolean;

  @Field(() => Int, { description: "Grows with every change: pass it as `expectedVersion`." })
  version!: number;
}

export const AppointmentConnection = connectionType("Appointment", () => Appointment, "appointments");

@InputType({ description: "Narrows a list of appointments; all that is given must hold." })
export class AppointmentFilter {
  @Field(() => ID, { nullable: true, description: "Of this patient." })
  patientId?: string | null;

  @Field(() => ID, { nullable: true, description: "With this provider." })
  providerId?: string | null;

  @Field(() => [AppointmentStatus], { nullable: true, description: "In one of these states." })
  status?: AppointmentStatus[] | null;

  @Field(() => DateTime, { nullable: true, description: "Starting at this instant or later." })
  from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: "Starting before this instant, which must be after `from`." })
  to?: Date | null;

  @Field(() => String, { nullable: true, description: "The id in the system that the record was imported from." })
  externalId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      "Only those that overlap another visit of their patient (`overlapping`). False and null narrow nothing.",
  })
  overlapping?: boolean | null;
}

/** How a list of appointments is sorted. */
export enum AppointmentOrder {
  STARTS_AT_ASC = "STARTS_AT_ASC",
  STARTS_AT_DESC = "STARTS_AT_DESC",
}

registerEnumType(AppointmentOrder, {
  name: "AppointmentOrder",
  description: "How a list of appointments is sorted.",
  valuesConfig: {
    STARTS_AT_ASC: { description: "By start, earliest first. The default." },
    STARTS_AT_DESC: { description: "By start, latest first." },
  },
});
