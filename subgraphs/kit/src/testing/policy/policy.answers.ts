import type { GraphQLField, GraphQLSchema } from "graphql";
import { defaultPageSize } from "../../pagination/connection.ts";
import type { TestSubgraph } from "../test.subgraph.ts";
import type { Ids, PolicyMatrix, Probe } from "./policy.matrix.ts";
import { fieldsOf, type PolicyRow, selectionOf } from "./policy.rows.ts";

/** What came of asking for one row. */
export interface RowAnswer {
  readonly value: unknown;
  readonly code: string | undefined;
}

type Place = readonly (string | number)[];

/** The document that asks for many rows at once, and its variables for some ids. */
export interface Question {
  readonly document: string;
  readonly variables: (ids: Ids) => Record<string, unknown>;
  /** Where each row stands in the answer. */
  readonly places: ReadonlyMap<string, Place>;
}

type Probes = Readonly<Record<string, Probe>>;

/** Asks for all root fields of one kind. */
export function rootQuestion(operation: "query" | "mutation", rows: readonly PolicyRow[], probes: Probes): Question {
  const parts = rows.flatMap(({ name, field }, index) =>
    field ? [{ name, alias: `row${index}`, ...call(field, `row${index}`), field }] : [],
  );
  return {
    document: `${operation}${declared(parts.flatMap(({ declarations }) => declarations))} { ${parts
      .map(({ alias, text, field }) => `${alias}: ${text} ${selectionOf(field.type)}`)
      .join("\n")} }`,
    variables: (ids) => Object.assign({}, ...parts.map(({ name, alias }) => variablesOf(alias, probes[name], ids))),
    places: new Map(parts.map(({ name, alias }) => [name, [alias]])),
  };
}

/** Asks for all entities by reference, with what they show and where they lead. */
export function entityQuestion(
  schema: GraphQLSchema,
  rows: readonly PolicyRow[],
  shown: PolicyMatrix["shown"],
  probes: Probes,
): Question {
  const entities = rows.filter(({ kind }) => kind === "entity").map(({ name }) => name);
  const parts = entities.map((entity) => ({
    entity,
    plain: (shown?.[entity] ?? []).map((name) => `${name} ${selectionOf(shownField(schema, entity, name).type)}`),
    fields: rows.flatMap(({ name, field }, index) =>
      field && name.startsWith(`${entity}.`)
        ? [{ name, alias: `row${index}`, ...call(field, `row${index}`), field }]
        : [],
    ),
  }));
  const declarations = parts.flatMap(({ entity, fields }) => [
    `$${entity}: [_Any!]!`,
    ...fields.flatMap((field) => field.declarations),
  ]);
  return {
    document: `query${declared(declarations)} { ${parts
      .map(
        ({ entity, plain, fields }) => `${entity}: _entities(representations: $${entity}) { ... on ${entity} { id
          ${plain.join("\n")} ${fields.map(({ alias, text, field }) => `${alias}: ${text} ${selectionOf(field.type)}`).join("\n")} } }`,
      )
      .join("\n")} }`,
    variables: (ids) =>
      Object.assign(
        {},
        ...parts.flatMap(({ entity, fields }) => [
          {
            [entity]: [
              Object.assign(
                { __typename: entity, id: ids[entity.toLowerCase()] },
                ...fields.map(({ name }) => probes[name]?.requires),
              ),
            ],
          },
          ...fields.map(({ name, alias }) => variablesOf(alias, probes[name], ids)),
        ]),
      ),
    places: new Map<string, Place>(
      parts.flatMap(({ entity, fields }): [string, Place][] => [
        [entity, [entity, 0]],
        ...fields.map(({ name, alias }): [string, Place] => [name, [entity, 0, alias]]),
      ]),
    ),
  };
}

function shownField(schema: GraphQLSchema, entity: string, name: string): GraphQLField<unknown, unknown> {
  const field = fieldsOf(schema, entity)[name];
  if (!field) throw new Error(`${entity}.${name} is shown, but not in the schema.`);
  return field;
}

/** `patient(id: $row1_id)`, with the variables that it declares. */
export function call(field: GraphQLField<unknown, unknown>, prefix: string) {
  const named = field.args.map(({ name }) => `${name}: $${prefix}_${name}`).join(", ");
  return {
    text: named ? `${field.name}(${named})` : field.name,
    declarations: field.args.map(({ name, type }) => `$${prefix}_${name}: ${type}`),
  };
}

export function declared(declarations: readonly string[]): string {
  return declarations.length > 0 ? `(${declarations.join(", ")})` : "";
}

export function variablesOf(prefix: string, probe: Probe | undefined, ids: Ids): Record<string, unknown> {
  const given = Object.entries(probe?.arguments?.(ids) ?? {});
  return Object.fromEntries(given.map(([name, value]) => [`${prefix}_${name}`, value]));
}

/** Sends a question with somebody's token; the answer to each row. */
export async function ask(
  subgraph: Pick<TestSubgraph, "url">,
  token: string,
  question: Question,
  ids: Ids,
): Promise<ReadonlyMap<string, RowAnswer>> {
  const response = await fetch(`${subgraph.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: question.document, variables: question.variables(ids) }),
  });
  const { data, errors = [] } = (await response.json()) as {
    data?: unknown;
    errors?: { message: string; path?: (string | number)[]; extensions: { code: string } }[];
  };
  if (data === undefined) throw new Error(`The question was not answered: ${errors[0]?.message}`);
  const places = [...question.places.values()];
  return new Map(
    [...question.places].map(([name, place]) => [
      name,
      {
        value: place.reduce<unknown>((at, key) => (at as Record<string, unknown> | null)?.[key] ?? null, data),
        code: errors.find(({ path }) => path && isOf(path, place, places))?.extensions.code,
      },
    ]),
  );
}

/** Whether an error at `path` is one of the row at `place`: above it, or below it and not of a row that stands there. */
function isOf(path: Place, place: Place, places: readonly Place[]): boolean {
  if (isWithin(place, path)) return true;
  return isWithin(path, place) && !places.some((other) => other.length > place.length && isWithin(path, other));
}

function isWithin(path: Place, place: Place): boolean {
  return place.every((key, index) => path[index] === key);
}

interface ListAnswer {
  readonly nodes: readonly unknown[];
  readonly totalCount: number;
}

/** What is wrong with the total of a list, if that is what was answered and one page holds all of it. */
export function wrongTotalOf(value: unknown): string | undefined {
  const { nodes, totalCount } = (value ?? {}) as Partial<ListAnswer>;
  if (!nodes || nodes.length === defaultPageSize || nodes.length === totalCount) return undefined;
  return `shows ${nodes.length}, but counts ${totalCount}`;
}

/** Whether there is anything in what was answered, be it a number alone. */
export function isThere(value: unknown): boolean {
  if (value === null || value === undefined) return false;
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value !== "object") return true;
  const { nodes, totalCount, userErrors } = value as Partial<ListAnswer> & { userErrors?: { code: string }[] };
  if (nodes) return nodes.length > 0 || Number(totalCount) > 0;
  if (userErrors) return !userErrors.some(({ code }) => code === "NOT_FOUND");
  return true;
}
