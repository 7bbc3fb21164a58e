import { buildSubgraphSchema } from "@apollo/subgraph";
import { printSchemaWithDirectives } from "@graphql-tools/utils";
import { type GraphQLSchema, parse } from "graphql";
import { buildSchemaSync, createResolversMap } from "type-graphql";
import { refuseNul } from "./argument.refusal.ts";
import type { RequestContext } from "./request.context.ts";

/** What the router knows of an entity: its key, and what fields of another subgraph's `@requires`. */
export interface EntityReference {
  readonly id: string;
  readonly [required: string]: unknown;
}

/** Answers an entity reference; null for what does not exist or may not be seen. */
export type ReferenceResolver = (reference: EntityReference, context: RequestContext) => Promise<object | null>;

export interface SchemaDefinition {
  // biome-ignore lint/complexity/noBannedTypes: classes in the form that type-graphql takes them
  readonly resolvers: readonly Function[];
  /** Types that no root field reaches, such as the stub of another subgraph's entity. */
  // biome-ignore lint/complexity/noBannedTypes: classes in the form that type-graphql takes them
  readonly orphanedTypes?: readonly Function[];
  /** By type name, for every type with a `@key`. */
  readonly references: Readonly<Record<string, ReferenceResolver>>;
}

const federation = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@external", "@key", "@requires", "@shareable"])`;

/** type-graphql wants one before it takes subscriptions; ours have a source of their own and never ask it. */
const noTopics = {
  publish(): never {
    throw new Error("Nothing is published in memory: emit an event.");
  },
  subscribe(): never {
    throw new Error("There are no topics: give the subscription a `subscribe` of its own.");
  },
};

/** The subgraph's executable schema, and its SDL as composition reads it. */
export function buildSchema(definition: SchemaDefinition): { readonly schema: GraphQLSchema; readonly sdl: string } {
  const bare = buildSchemaSync({
    resolvers: definition.resolvers as never,
    orphanedTypes: [...(definition.orphanedTypes ?? [])],
    // Federation's directives are unknown to graphql-js; composition validates them.
    skipCheck: true,
    validate: false,
    pubSub: noTopics,
  });
  const sdl = `${federation}\n\n${printSchemaWithDirectives(bare)}\n`;
  const resolvers = createResolversMap(bare) as Record<string, Record<string, unknown>>;
  refuseNul(bare, resolvers);
  for (const [type, resolve] of Object.entries(definition.references)) {
    resolvers[type] = { ...resolvers[type], __resolveReference: resolve };
  }
  return { schema: buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolvers as never }]), sdl };
}
