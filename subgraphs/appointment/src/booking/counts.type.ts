import { LocalDate } from "@careconnect/kit";
import { Field, Int, ObjectType } from "type-graphql";
import { AppointmentStatus } from "./booking.status.ts";

@ObjectType({ description: "How many appointments are in a status." })
export class AppointmentStatusCount {
  @Field(() => AppointmentStatus, { description: "The status." })
  status!: AppointmentStatus;

  @Field(() => Int, { description: "How many are in it; 0 when none is." })
  count!: number;
}

@ObjectType({ description: "How many appointments start on a day." })
export class AppointmentDayCount {
  @Field(() => LocalDate, { description: "The day, in the time zone that was asked for." })
  date!: string;

  @Field(() => Int, { description: "All of them, whatever their status; 0 when there is none." })
  total!: number;

  @Field(() => Int, { description: "Those that took place." })
  fulfilled!: number;

  @Field(() => Int, { description: "Those that were cancelled." })
  cancelled!: number;
}
