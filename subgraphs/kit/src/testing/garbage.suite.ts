import fc from "fast-check";
import {
  type GraphQLField,
  type GraphQLType,
  getNullableType,
  isInputObjectType,
  isListType,
  buildSchema as parseSchema,
} from "graphql";
import { Client } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildSchema } from "../graphql/subgraph.schema.ts";
import { useFactPatience } from "../inbox/fact.wait.ts";
import type { SubgraphDefinition } from "../subgraph.definition.ts";
import { garbageOf } from "./garbage.values.ts";
import { propertySeed } from "./property.seed.ts";
import type { TestViewer } from "./test.issuer.ts";
import type { TestSubgraph } from "./test.subgraph.ts";

const runs = 50;
const tenMegabytes = 10_000_000;
/** On a machine that does much else. */
const patience = 300_000;
/**
 * What is written of a refused command, too; what is made when it is first needed, whatever becomes of the command; and
 * where the log of events has got to.
 */
const keptOfRefusals = ["audit_entry", "idempotency_record", "data_key", "event_log"];

interface UserError {
  readonly code: string;
  readonly field: readonly string[] | null;
}

/**
 * Gives every command of the subgraph generated garbage: none is a fault of ours, and what is refused leaves nothing behind
 * and says which field is wrong.
 * @param subgraph answers the one that runs, with some rows in it; their ids are among what is sent
 * @param viewers who may give its commands
 */
export function testGarbage(
  definition: SubgraphDefinition,
  subgraph: () => TestSubgraph,
  viewers: readonly TestViewer[],
): void {
  // No event is under way that would make garbage mean something.
  beforeAll(() => useFactPatience(0));
  afterAll(() => useFactPatience());
  const mutations = Object.values(federated(buildSchema(definition).sdl).getMutationType()?.getFields() ?? {});

  it.each(mutations.map((mutation) => [mutation.name, mutation] as const))(
    "%s takes garbage for what it is",
    async (_name, mutation) => {
      const client = new Client({ connectionString: subgraph().database.ownerUrl });
      await client.connect();
      try {
        const tables = await tablesOf(client);
        const ids = await idsOf(client, tables);
        const garbage = fc.record(
          Object.fromEntries(mutation.args.map(({ name, type }) => [name, garbageOf(type, ids)])),
        );
        let refused = 0;
        let answered = 0;
        await fc.assert(
          fc.asyncProperty(fc.constantFrom(...viewers), garbage, async (viewer, variables) => {
            const before = await contentsOf(client, tables);
            const answer = await subgraph().query(viewer, documentOf(mutation), variables);
            expect(answer.status).toBeLessThan(500);
            expect(answer.errors?.map(({ extensions }) => extensions.code) ?? []).not.toContain(
              "INTERNAL_SERVER_ERROR",
            );
            if (answer.data?.[mutation.name]) answered += 1;
            const userErrors: readonly UserError[] = answer.data?.[mutation.name]?.userErrors ?? [];
            for (const { field } of userErrors) expect(isPath(mutation, field ?? [])).toBe(true);
            if (answer.data?.[mutation.name] && userErrors.length === 0) return;
            refused += 1;
            expect(await contentsOf(client, tables)).toEqual(before);
          }),
          { numRuns: runs, seed: propertySeed },
        );
        expect(refused).toBeGreaterThan(0);
        // Somebody may give it, and it looked at what it was given.
        expect(answered).toBeGreaterThan(0);

        const before = await contentsOf(client, tables);
        const endless = { input: { reason: "x".repeat(tenMegabytes) } };
        for (const viewer of viewers) {
          const { status, errors } = await subgraph().query(viewer, documentOf(mutation), endless);
          expect([status, errors?.[0]?.extensions.code]).toEqual([413, "REQUEST_TOO_LARGE"]);
        }
        expect(await contentsOf(client, tables)).toEqual(before);
      } finally {
        await client.end();
      }
    },
    patience,
  );
}

/** The schema as GraphQL alone knows it. */
function federated(sdl: string) {
  return parseSchema(sdl, { assumeValidSDL: true });
}

function documentOf({ name, args }: GraphQLField<unknown, unknown>): string {
  const declared = args.map((argument) => `$${argument.name}: ${String(argument.type)}`).join(", ");
  const given = args.map((argument) => `${argument.name}: $${argument.name}`).join(", ");
  return `mutation (${declared}) { ${name}(${given}) { userErrors { code field message } } }`;
}

/** Whether a form that shows the command's input finds the field at `path`. */
function isPath({ args }: GraphQLField<unknown, unknown>, path: readonly string[]): boolean {
  let type: GraphQLType | undefined = args.find(({ name }) => name === "input")?.type;
  for (const step of path) {
    const shape: GraphQLType | undefined = getNullableType(type);
    if (isListType(shape) && /^\d+$/.test(step)) type = shape.ofType;
    else type = isInputObjectType(shape) ? shape.getFields()[step]?.type : undefined;
  }
  return path.length > 0 && type !== undefined;
}

async function tablesOf(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
  );
  return rows.map(({ name }) => name).filter((name) => !keptOfRefusals.includes(name));
}

/** What is in the tables, as one number of each: of events, which get their positions by and by, how many there are. */
async function contentsOf(client: Client, tables: readonly string[]): Promise<unknown> {
  const sums = tables.map((table) => {
    const number = table === "outbox_event" ? "count(*)" : "sum(hashtextextended(t::text, 0))";
    return `select '${table}' as name, ${number} from "${table}" t`;
  });
  return (await client.query(sums.join(" union all "))).rows;
}

async function idsOf(client: Client, tables: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select table_name as name from information_schema.columns
     where table_schema = 'public' and column_name = 'id' and data_type = 'uuid' and table_name = any($1)`,
    [tables],
  );
  if (rows.length === 0) return [];
  const some = rows.map(({ name }) => `(select id from "${name}" limit 5)`).join(" union ");
  return (await client.query<{ id: string }>(some)).rows.map(({ id }) => id);
}
