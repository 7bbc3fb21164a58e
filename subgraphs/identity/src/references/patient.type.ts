import { Directive, Field, ID, ObjectType } from "type-graphql";

// No descriptions: they belong to the patient subgraph, and two texts for one element are a composition hint.
@Directive('@key(fields: "id", resolvable: false)')
@ObjectType()
export class Patient {
  @Field(() => ID)
  id!: string;
}
