import type { IntrospectionQuery } from "graphql";
import written from "../graphql/cache-schema.json";

type Fields = Readonly<Record<string, string>>;

/** What `scripts/codegen.ts` wrote briefly, in full: each command's payload is a type of its own. */
const types: Readonly<Record<string, Fields>> = {
  ...(written.types as Record<string, Fields>),
  ...Object.fromEntries(
    Object.entries(written.commands).map(([command, about]) => [
      payloadOf(command),
      { [`${about.charAt(0).toLowerCase()}${about.slice(1)}`]: about, userErrors: "![!UserError" },
    ]),
  ),
  Mutation: {
    ...written.types.Mutation,
    ...Object.fromEntries(Object.keys(written.commands).map((command) => [command, payloadOf(command)])),
  },
};

/** Types of which nothing asks for an id live inside what they belong to. */
export const keyless: readonly string[] = Object.entries(types)
  .filter(([, fields]) => !("id" in fields))
  .map(([name]) => name);

/** The schema as the cache reads it. */
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

function payloadOf(command: string): string {
  return `${command.charAt(0).toUpperCase()}${command.slice(1)}Payload`;
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
