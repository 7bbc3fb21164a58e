import { Field } from "type-graphql";

const description =
  "Repeating this mutation with the same key within 24 hours has no second effect; each mutation has keys of its own.";

/**
 * Declares the key under which a command has one effect, however often it is sent: the same for every mutation.
 * @param more what is to be known of this mutation's answer beside it
 */
export function IdempotencyKey(more?: string): PropertyDecorator {
  return Field(() => String, { nullable: true, description: more ? `${description} ${more}` : description });
}
