import { Directive, Field, ID, ObjectType } from "type-graphql";

/** The patient subgraph's entity, described there. */
@Directive('@key(fields: "id")')
@ObjectType()
export class Patient {
  @Field(() => ID)
  id!: string;
}
