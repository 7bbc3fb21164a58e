import { AppointmentSummary, DateTime, LocalDate, Money } from "@careconnect/kit";
import { Field, Int, ObjectType } from "type-graphql";

@ObjectType({ description: "The numbers of the viewer's organization over a period." })
export class DashboardMetrics {
  @Field(() => DateTime, {
    description: "How fresh the numbers are: when the newest event that they contain occurred.",
  })
  asOf!: Date;

  @Field(() => Int, { description: "Patients that are not archived, now and whatever the period." })
  patients!: number;

  @Field(() => Int, { description: "Providers that are active, now and whatever the period." })
  providers!: number;

  @Field(() => AppointmentSummary, { description: "The appointments that start in the period." })
  appointments!: AppointmentSummary;

  @Field(() => Money, {
    description:
      "What was received in the period for invoices in the organization's currency: of a paid invoice on the day on which it was paid, of one that is paid in part on the day on which it was issued.",
  })
  revenue!: Money;
}

@ObjectType({ description: "What happened on one day in the viewer's organization." })
export class DailyMetrics {
  @Field(() => LocalDate, { description: "The day, in the organization's time zone." })
  date!: string;

  @Field(() => Int, { description: "Appointments that start on it, whatever their status." })
  appointments!: number;

  @Field(() => Int, { description: "Those of them that took place." })
  fulfilled!: number;

  @Field(() => Int, { description: "Those of them that were cancelled." })
  cancelled!: number;

  @Field(() => Money, { description: "What was received on it, as in `DashboardMetrics.revenue`." })
  revenue!: Money;
}
