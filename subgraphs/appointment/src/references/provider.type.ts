import { Directive, Field, ID, ObjectType } from "type-graphql";

/** The provider subgraph's entity, described there. */
@Directive('@key(fields: "id")')
@ObjectType()
export class Provider {
  @Field(() => ID)
  id!: string;

  @Directive("@external")
  @Field(() => String, { nullable: true })
  availabilityState?: string | null;
}
