import { LocalDate, payloadType, VisitType } from "@careconnect/kit";
import { Field, ID, ObjectType } from "type-graphql";
import { Provider } from "../provider/provider.type.ts";
import { AvailabilityExceptionKind } from "./exception.kind.ts";

@ObjectType({ description: "Days on which a provider's hours are not those of the week, in the provider's own zone." })
export class AvailabilityException {
  @Field(() => ID, { description: "Opaque id: pass it to `removeAvailabilityException`." })
  id!: string;

  @Field(() => AvailabilityExceptionKind, { description: "What is different." })
  kind!: AvailabilityExceptionKind;

  @Field(() => LocalDate, { description: "The first day." })
  fromDay!: string;

  @Field(() => LocalDate, { description: "The last day, which is one of them." })
  toDay!: string;

  @Field(() => String, {
    nullable: true,
    description: "When it begins on each of the days, `HH:MM`; null for all day.",
  })
  from!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "When it ends on each of the days, up to `24:00`; null for all day.",
  })
  to!: string | null;

  @Field(() => [VisitType], { nullable: true, description: "The visits that extra hours are for; null for all." })
  visitTypes!: VisitType[] | null;
}

export const AddAvailabilityExceptionPayload = payloadType("AddAvailabilityException", "provider", () => Provider);
export const RemoveAvailabilityExceptionPayload = payloadType(
  "RemoveAvailabilityException",
  "provider",
  () => Provider,
);
