import { Field, ObjectType } from "type-graphql";

@ObjectType({ description: "What a provider practises, from the organization's catalogue." })
export class Specialty {
  @Field(() => String, { description: "Its code, unique within the organization." })
  code!: string;

  @Field(() => String, { description: "Its name." })
  name!: string;
}
