import type { GraphQLFieldResolver, GraphQLSchema } from "graphql";
import { isObjectType } from "graphql";
import { sentenceAbout } from "../command/field.sentence.ts";
import { pathsOfNul, withoutNul } from "../command/stored.text.ts";
import type { CommandRefusal } from "../command/user.error.ts";
import { BadUserInputError } from "../errors/errors.ts";

/** A query has no `userErrors`: what a command would refuse is told of its argument. */
export function refusedArgument({ userErrors: [refused] }: CommandRefusal, argument: string): BadUserInputError {
  return new BadUserInputError(refused?.message ?? "This cannot be asked.", [argument, ...(refused?.field ?? [])]);
}

type Resolvers = Record<string, Record<string, unknown>>;

/** Has each field that takes arguments refuse text that cannot be stored; what commands take, they refuse themselves. */
export function refuseNul(schema: GraphQLSchema, resolvers: Resolvers): void {
  for (const [name, fields] of Object.entries(resolvers)) {
    const type = schema.getType(name);
    if (!isObjectType(type) || type === schema.getMutationType()) continue;
    for (const { name: field, args } of Object.values(type.getFields())) {
      const resolve = fields[field];
      if (args.length > 0 && typeof resolve === "function") {
        fields[field] = withoutNulIn(resolve as GraphQLFieldResolver<unknown, unknown>);
      }
    }
  }
}

function withoutNulIn(resolve: GraphQLFieldResolver<unknown, unknown>): GraphQLFieldResolver<unknown, unknown> {
  return (root, args, context, info) => {
    const [path] = pathsOfNul(args);
    if (path) throw new BadUserInputError(sentenceAbout(path, withoutNul), path);
    return resolve(root, args, context, info);
  };
}
