import type { IntrospectionQuery } from "graphql";
import types from "../graphql/cache-schema.json";

/** Types of which nothing asks for an id live inside what they belong to. */
export const keyless: readonly string[] = Object.entries(types)
  .filter(([, fields]) => !("id" in fields))
  .map(([name]) => name);

/** The schema as the cache reads it, of what `scripts/codegen.ts` wrote briefly. */
export function cacheSchema(): IntrospectionQuery {
  const root = (name: string) => (name in types ? { name } : null);
  const schema = {
    queryType: root("Query"),
    mutationType: root("Mutation"),
    subscriptionType: root("Subscription"),
    types: [
      ...Object.entries(types).map(([name, fields]) => ({
        kind: "OBJECT",
        name,
        fields: Object.entries(fields).map(([field, brief]) => ({ name: field, type: typeOf(brief), args: [] })),
        interfaces: [],
      })),
      { kind: "SCALAR", name: "Any" },
    ],
    directives: [],
  };
  return { __schema: schema } as unknown as IntrospectionQuery;
}

function typeOf(brief: string): object {
  const rest = brief.slice(1);
  switch (brief[0]) {
    case "!":
      return { kind: "NON_NULL", ofType: typeOf(rest) };
    case "[":
      return { kind: "LIST", ofType: typeOf(rest) };
    case undefined:
      return { kind: "SCALAR", name: "Any" };
    default:
      return { kind: "OBJECT", name: brief };
  }
}
