import { composeServices } from "@apollo/composition";
import { type GraphQLSchema, parse, printSchema } from "graphql";

export interface SubgraphSdl {
  readonly name: string;
  readonly url: string;
  readonly sdl: string;
}

export interface Composition {
  readonly supergraphSdl: string;
  /** What clients see: the supergraph without what only the router needs. */
  readonly api: GraphQLSchema;
  readonly apiSdl: string;
  readonly hints: readonly string[];
}

/** Composes the supergraph; `errors` says what does not fit together. */
export function composeSupergraph(
  subgraphs: readonly SubgraphSdl[],
): Composition | { readonly errors: readonly string[] } {
  const result = composeServices(subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })));
  if (result.errors) return { errors: result.errors.map(({ message }) => message) };
  const api = result.schema.toAPISchema().toGraphQLJSSchema();
  return {
    supergraphSdl: result.supergraphSdl,
    api,
    apiSdl: `${printSchema(api)}\n`,
    hints: result.hints.map((hint) => `${hint.definition.code}: ${hint.message}`),
  };
}
