import { Directive, Field, Int, ObjectType } from "type-graphql";

@Directive("@shareable")
@ObjectType({ description: "How many appointments there are." })
export class AppointmentSummary {
  @Field(() => Int, { description: "All of them, whatever their status." })
  total!: number;

  @Field(() => Int, { description: "Those still to come or under way: in an active status, and not over." })
  upcoming!: number;

  @Field(() => Int, { description: "Those that were cancelled." })
  cancelled!: number;
}
