import { Directive, Field, ID, ObjectType } from "type-graphql";

// No descriptions: they belong to the billing subgraph, and two texts for one element are a composition hint.
@Directive('@key(fields: "id", resolvable: false)')
@ObjectType()
export class Payer {
  @Field(() => ID)
  id!: string;
}
