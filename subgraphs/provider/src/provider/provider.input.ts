import { Field, InputType } from "type-graphql";

@InputType({ description: "A new provider." })
export class RegisterProviderInput {
  @Field(() => String, { description: "Given name, 1 to 200 characters of any script." })
  givenName!: string;

  @Field(() => String, { description: "Family name, 1 to 200 characters of any script." })
  familyName!: string;

  @Field(() => [String], { description: "Codes of what they practise, from the organization's catalogue; 50 at most." })
  specialties!: string[];

  @Field(() => String, { description: "Time zone, by its IANA name: their weekly hours are in it." })
  timeZone!: string;

  @Field(() => String, {
    nullable: true,
    description: "Repeating the mutation with the same key within 24 hours has no second effect.",
  })
  idempotencyKey?: string | null;
}
