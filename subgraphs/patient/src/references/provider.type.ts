import { Directive, Field, ID, ObjectType } from "type-graphql";

// No descriptions: they belong to the provider subgraph, and two texts for one element are a composition hint.
@Directive('@key(fields: "id", resolvable: false)')
@ObjectType()
export class Provider {
  @Field(() => ID)
  id!: string;
}
