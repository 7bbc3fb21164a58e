import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from "graphql";
import type { PolicyMatrix, Probe } from "./policy.matrix.ts";

/** What a matrix decides about, as the schema has it. */
export interface PolicyRow {
  /** `Query.patient`, `Patient` or `Patient.conditions`. */
  readonly name: string;
  readonly kind: "Query" | "Mutation" | "Subscription" | "entity" | "field";
  readonly field?: GraphQLField<unknown, unknown>;
}

/** Federation's own, which lead to nothing by themselves. */
const ofFederation = new Set(["_service", "_entities"]);

/** What frames records and holds none by itself: the parts of lists, what commands answer, federation's own. */
const framing = /^__|^_Service$|(Connection|Edge|Payload)$|^(PageInfo|UserError|Query|Mutation|Subscription)$/;

/** Every row of `schema`: root fields, and `entities` with those of their fields that are not `shown`. */
export function rowsOf(schema: GraphQLSchema, entities: readonly string[], shown: PolicyMatrix["shown"]): PolicyRow[] {
  const roots = (["Query", "Mutation", "Subscription"] as const).flatMap((kind) => {
    const fields = Object.values((schema.getType(kind) as GraphQLObjectType | undefined)?.getFields() ?? {});
    return fields
      .filter(({ name }) => !ofFederation.has(name))
      .map((field): PolicyRow => ({ name: `${kind}.${field.name}`, kind, field }));
  });
  const references = entities.flatMap((entity): PolicyRow[] => [
    { name: entity, kind: "entity" },
    ...Object.values(fieldsOf(schema, entity))
      .filter(({ name }) => name !== "id" && !shown?.[entity]?.includes(name))
      .map((field): PolicyRow => ({ name: `${entity}.${field.name}`, kind: "field", field })),
  ]);
  return [...roots, ...references];
}

/** The fields of types that are no entities, which nobody asks for by themselves: `Slot.startsAt`. */
function valueFieldsOf(schema: GraphQLSchema, entities: readonly string[]): [type: string, field: string][] {
  return Object.values(schema.getTypeMap()).flatMap((type): [string, string][] =>
    isObjectType(type) && !framing.test(type.name) && !entities.includes(type.name)
      ? Object.keys(type.getFields()).flatMap((field) => (field === "id" ? [] : [[type.name, field]]))
      : [],
  );
}

/** The fields of a type without what is external: that is another subgraph's, which decides who sees it. */
export function fieldsOf(schema: GraphQLSchema, type: string): Record<string, GraphQLField<unknown, unknown>> {
  const fields = (schema.getType(type) as GraphQLObjectType | undefined)?.getFields() ?? {};
  return Object.fromEntries(Object.entries(fields).filter(([, field]) => !isExternal(field)));
}

function isExternal({ astNode }: GraphQLField<unknown, unknown>): boolean {
  return astNode?.directives?.some(({ name }) => name.value === "external") ?? false;
}

/** What is missing or too much in a matrix and its probes, as sentences that say what to do. */
export function gapsOf(
  rows: readonly PolicyRow[],
  schema: GraphQLSchema,
  matrix: PolicyMatrix,
  probes: Readonly<Record<string, Probe>>,
): string[] {
  const gaps: string[] = [];
  for (const { name, kind, field } of rows) {
    if (!matrix.rows[name]) {
      const shown =
        kind === "field" ? ` Or add it to \`shown\`, if whoever sees the ${name.split(".")[0]} sees it.` : "";
      gaps.push(
        `${name} has no decision: add it to \`rows\` in src/policy.matrix.ts, with the relations by which each role comes to it, e.g. { may: { ADMIN: "organization" } }.${shown}`,
      );
    }
    const given = probes[name]?.arguments?.(new Proxy({}, { get: (_, key) => String(key) })) ?? {};
    for (const argument of field?.args ?? []) {
      for (const path of idPathsOf(argument.type, [argument.name])) {
        if (valueAt(given, path) === undefined) {
          gaps.push(
            `${name} takes an id as ${path.join(".")}: give it one in the probe "${name}" of src/policy.matrix.test.ts, so that somebody else's is tried there.`,
          );
        }
      }
    }
    if (kind === "Subscription" && !probes[name]?.happens) {
      gaps.push(`${name} has no probe that makes it tell something: add \`happens\` in src/policy.matrix.test.ts.`);
    }
  }
  const entities = rows.filter(({ kind }) => kind === "entity").map(({ name }) => name);
  for (const [type, field] of valueFieldsOf(schema, entities)) {
    if (!matrix.shown?.[type]?.includes(field)) {
      gaps.push(
        `${type}.${field} has no decision: add it to \`shown\` in src/policy.matrix.ts, if whoever sees the ${type} sees it or it leads to what has a decision of its own. If not, make it a field of an entity.`,
      );
    }
  }
  const known = new Set(rows.map(({ name }) => name));
  for (const name of [...Object.keys(matrix.rows), ...Object.keys(probes)]) {
    if (!known.has(name)) gaps.push(`${name} is not in the schema: take it out of src/policy.matrix.ts and its test.`);
  }
  for (const [entity, fields] of Object.entries(matrix.shown ?? {})) {
    const real = fieldsOf(schema, entity);
    for (const field of fields) if (!real[field]) gaps.push(`${entity}.${field} is \`shown\`, but not in the schema.`);
  }
  return gaps;
}

/** The places within `type` that take an id. */
function idPathsOf(type: GraphQLInputType, path: readonly string[]): (readonly string[])[] {
  const named = getNamedType(type);
  if (isInputObjectType(named)) {
    return Object.values(named.getFields()).flatMap((field) => idPathsOf(field.type, [...path, field.name]));
  }
  return named.name === "ID" ? [path] : [];
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], value);
}

/** What to select of a value of `type` to see whether it was given, and that its plain fields can be read. */
export function selectionOf(type: GraphQLOutputType, depth = 2): string {
  const named = getNamedType(type);
  if (!isObjectType(named)) return "";
  const fields = named.getFields();
  if (fields.nodes) return "{ nodes { __typename } totalCount }";
  if (fields.userErrors) return "{ userErrors { code } }";
  const parts = Object.values(fields).filter(
    (field) =>
      (depth > 1 || isLeafType(getNamedType(field.type))) && !field.args.some(isRequiredArgument) && !isExternal(field),
  );
  return `{ __typename ${parts.map((field) => `${field.name} ${selectionOf(field.type, depth - 1)}`).join(" ")} }`;
}
