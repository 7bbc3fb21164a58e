import "reflect-metadata";
import { Client } from "pg";
import { Query, Resolver } from "type-graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { insertTestEvent } from "../testing/test.events.ts";
import type { TestViewer } from "../testing/test.issuer.ts";
import { startTestSubgraph, type TestSubgraph } from "../testing/test.subgraph.ts";
import { Role } from "../viewer/viewer.ts";

@Resolver()
class NothingResolver {
  @Query(() => Boolean, { description: "A schema needs a field." })
  nothing(): boolean {
    return true;
  }
}

const definition = { name: "replay", entities: [], migrations: [], resolvers: [NothingResolver], references: {} };
const one = "0199a000-0000-7000-8000-000000000001";
const other = "0199a000-0000-7000-8000-000000000002";
const admin: TestViewer = { organizationId: one, roles: [Role.ADMIN], scope: "graphql events" };

let subgraph: TestSubgraph;
let client: Client;
beforeAll(async () => {
  subgraph = await startTestSubgraph(definition);
  client = new Client({ connectionString: subgraph.database.url });
  await client.connect();
  for (const organizationId of [one, other, one, one]) await insertTestEvent(client, { organizationId });
  const head = async () => (await client.query("select head from event_log")).rows[0].head;
  while ((await head()) !== "4") await new Promise((resolve) => setTimeout(resolve, 10));
});
afterAll(async () => {
  await client.end();
  await subgraph.close();
});

async function get(query: string, viewer = admin) {
  const response = await fetch(`${subgraph.url}/events${query}`, {
    headers: { authorization: `Bearer ${await subgraph.issuer.tokenFor(viewer)}` },
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const positions = (text: string): number[] =>
  text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line).position);

describe("GET /events", () => {
  it("answers the events of the token's organization, page by page", async () => {
    const { status, headers, text } = await get("");
    expect([status, headers.get("content-type")]).toEqual([200, "application/x-ndjson; charset=utf-8"]);
    expect(headers.get("x-careconnect-log-epoch")).toMatch(/^[0-9a-f-]{36}$/);
    expect(positions(text)).toEqual([1, 3, 4]);
    expect(JSON.parse(text.split("\n")[0] ?? "")).toMatchObject({
      organizationId: one,
      type: "thing.changed",
      typeVersion: 1,
      occurredAt: expect.stringMatching(/Z$/),
      imported: false,
      payload: {},
    });
    expect(positions((await get("?after=1&limit=1")).text)).toEqual([3]);
    expect((await get("?after=4")).text).toBe("");
    expect(positions((await get("", { ...admin, organizationId: other })).text)).toEqual([2]);
  });

  it.each([
    ["another role", { ...admin, roles: [Role.STAFF] }],
    ["no scope", { ...admin, scope: "graphql import" }],
  ])("refuses %s, and records it", async (_case, viewer) => {
    const { status, text } = await get("", viewer);
    expect([status, JSON.parse(text).code]).toEqual([403, "FORBIDDEN"]);
  });

  it("records who read what", async () => {
    const entries =
      "select outcome, cardinality(entity_ids) as events from audit_entry where 'events.read' = any(actions)";
    const { rows } = await client.query(entries);
    expect(rows).toEqual(
      expect.arrayContaining([
        { outcome: "ALLOWED", events: 3 },
        { outcome: "DENIED", events: 0 },
      ]),
    );
  });

  it.each(["?limit=501", "?limit=0", "?after=-1", "?after=x"])("says what to ask for instead of %s", async (query) => {
    const { status, text } = await get(query);
    expect([status, JSON.parse(text).code]).toEqual([400, "BAD_USER_INPUT"]);
  });

  it("refuses a caller without a token", async () => {
    expect((await fetch(`${subgraph.url}/events`)).status).toBe(401);
  });

  it("says when what follows a position was archived", async () => {
    await subgraph.database.asOwner("update event_log set archived = 2");
    const { status, text } = await get("?after=1");
    expect([status, JSON.parse(text).code]).toEqual([410, "RESUME_NOT_POSSIBLE"]);
    expect((await get("?after=2")).status).toBe(200);
  });
});
