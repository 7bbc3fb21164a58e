import { Directive, Field, ObjectType } from "type-graphql";
import { z } from "zod";

@Directive("@shareable")
@ObjectType({ description: "A postal address." })
export class Address {
  @Field(() => String, { nullable: true, description: "Street, number and unit." })
  line?: string | undefined;

  @Field(() => String, { nullable: true, description: "City or town." })
  city?: string | undefined;

  @Field(() => String, { nullable: true, description: "State, province or region." })
  state?: string | undefined;

  @Field(() => String, { nullable: true, description: "Postal or ZIP code." })
  postalCode?: string | undefined;

  @Field(() => String, { nullable: true, description: "Country, by its ISO 3166-1 alpha-2 code." })
  country?: string | undefined;
}

const part = z.string().trim().min(1).max(200).optional();

/** What an address may hold when it comes from outside. */
export const addressSchema = z.strictObject({
  line: part,
  city: part,
  state: part,
  postalCode: part,
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, "must be an ISO 3166-1 alpha-2 code")
    .optional(),
});
