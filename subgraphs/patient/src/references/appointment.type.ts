import { Directive, Field, ID, ObjectType } from "type-graphql";

/** The appointment subgraph's entity, described there. */
@Directive('@key(fields: "id")')
@ObjectType()
export class Appointment {
  @Field(() => ID)
  id!: string;
}
