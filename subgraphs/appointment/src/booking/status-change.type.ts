import { DateTime } from "@careconnect/kit";
import { Field, ID, ObjectType } from "type-graphql";
import { AppointmentStatus } from "./booking.status.ts";
import { AppointmentChangeCause } from "./status-change.cause.ts";

@ObjectType({ description: "A step of an appointment's history." })
export class AppointmentStatusChange {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => AppointmentStatus, { nullable: true, description: "The status before; null for the first step." })
  from!: AppointmentStatus | null;

  @Field(() => AppointmentStatus, { description: "The status since." })
  to!: AppointmentStatus;

  @Field(() => AppointmentChangeCause, { description: "What made it so." })
  cause!: AppointmentChangeCause;

  @Field(() => DateTime, { description: "When the change was recorded; for imported history, when it was imported." })
  changedAt!: Date;

  @Field(() => String, {
    nullable: true,
    description: "Why, in the words of who did it; null where they gave none, and where the system did it by itself.",
  })
  reason!: string | null;
}
