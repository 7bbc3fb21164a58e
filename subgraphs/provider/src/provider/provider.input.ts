import { IdempotencyKey } from "@careconnect/kit";
import { Field, ID, InputType, Int } from "type-graphql";

@InputType({ description: "A new provider." })
export class RegisterProviderInput {
  @Field(() => String, { description: "Given name, 1 to 200 characters of any script." })
  givenName!: string;

  @Field(() => String, { description: "Family name, 1 to 200 characters of any script." })
  familyName!: string;

  @Field(() => [String], { description: "Codes of what they practise, from the organization's catalogue; 50 at most." })
  specialties!: string[];

  @Field(() => [ID], { nullable: true, description: "Ids of where they see patients; 50 at most." })
  locationIds?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: "What they speak, by BCP 47 tags such as `es-MX`; 20 at most.",
  })
  languages?: string[] | null;

  @Field(() => String, { description: "Time zone, by its IANA name: their weekly hours are in it." })
  timeZone!: string;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Changes of a provider's record; what is left out stays." })
export class UpdateProviderInput {
  @Field(() => ID, { description: "The provider's id." })
  id!: string;

  @Field(() => Int, { description: "The version that you decided on; VERSION_CONFLICT when there is a newer one." })
  expectedVersion!: number;

  @Field(() => String, { nullable: true, description: "Given name, 1 to 200 characters of any script." })
  givenName?: string | null;

  @Field(() => String, { nullable: true, description: "Family name, 1 to 200 characters of any script." })
  familyName?: string | null;

  @Field(() => [String], { nullable: true, description: "Codes of all that they practise; 50 at most." })
  specialties?: string[] | null;

  @Field(() => [ID], { nullable: true, description: "Ids of all places where they see patients; 50 at most." })
  locationIds?: string[] | null;

  @Field(() => [String], { nullable: true, description: "All that they speak, by BCP 47 tags; 20 at most." })
  languages?: string[] | null;

  @Field(() => String, { nullable: true, description: "Time zone, by its IANA name: their weekly hours are in it." })
  timeZone?: string | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}
