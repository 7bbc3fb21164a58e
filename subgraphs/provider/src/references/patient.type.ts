import { Directive, Field, ID, ObjectType } from "type-graphql";

/** The patient subgraph's entity, described there; this subgraph adds nothing to it. */
@Directive('@key(fields: "id", resolvable: false)')
@ObjectType()
export class Patient {
  @Field(() => ID)
  id!: string;
}
