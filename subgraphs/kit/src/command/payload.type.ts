import { type ClassType, Field, ObjectType } from "type-graphql";
import { UserError } from "./user.error.ts";

/**
 * The payload type of a mutation: its entity, nullable, and `userErrors`.
 * @param field the entity's field, e.g. `patient`; the payload object carries it under that name.
 */
export function payloadType<Entity extends object>(name: string, field: string, entity: () => ClassType<Entity>) {
  @ObjectType(`${name}Payload`, { description: `What ${name[0]?.toLowerCase()}${name.slice(1)} did.` })
  class PayloadType {
    @Field(() => [UserError], { description: "Why nothing was done; empty when it was." })
    userErrors!: UserError[];
  }
  Field(entity, { nullable: true, description: `The ${field} as it is now; null when nothing was done.` })(
    PayloadType.prototype,
    field,
  );
  return PayloadType;
}
