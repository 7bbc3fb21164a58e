import { Directive, Field, ID, ObjectType } from "type-graphql";

/** The provider subgraph's entity, described there; this subgraph adds nothing to it. */
@Directive('@key(fields: "id", resolvable: false)')
@ObjectType()
export class Location {
  @Field(() => ID)
  id!: string;
}
