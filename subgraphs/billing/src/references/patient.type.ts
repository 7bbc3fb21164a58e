import { Address } from "@careconnect/kit";
import { Directive, Field, ID, ObjectType } from "type-graphql";

/** The patient subgraph's entity, described there. */
@Directive('@key(fields: "id")')
@ObjectType()
export class Patient {
  @Field(() => ID)
  id!: string;

  @Directive("@external")
  @Field(() => String)
  fullName?: string;

  @Directive("@external")
  @Field(() => String)
  mrn?: string;

  @Directive("@external")
  @Field(() => Address, { nullable: true })
  address?: Address | null;
}
