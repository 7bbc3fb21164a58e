import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SubgraphDefinition } from "../subgraph.definition.ts";
import { Role } from "../viewer/viewer.ts";
import { forgedAuthorizations } from "./forged.tokens.ts";
import { insertTestEvent } from "./test.events.ts";
import type { TestViewer } from "./test.issuer.ts";
import { startTestSubgraph, type TestSubgraph } from "./test.subgraph.ts";
import { connectSubscriber, until } from "./test.subscriber.ts";

const admin: TestViewer = {
  organizationId: "0199a000-0000-7000-8000-000000000001",
  roles: [Role.ADMIN],
  scope: "graphql import events",
  sessionId: "0199d000-0000-7000-8000-000000000001",
};

/** What a caller may knock at: answers the code of the refusal, or that there was none. */
type Door = (authorization: string | undefined) => Promise<string>;

const answered = "ANSWERED";

function doorsOf(definition: SubgraphDefinition, subgraph: TestSubgraph): ReadonlyMap<string, Door> {
  const ask = async (path: string, authorization: string | undefined, init: RequestInit, type: string) => {
    const headers = { "content-type": type, ...(authorization !== undefined && { authorization }) };
    const response = await fetch(`${subgraph.url}${path}`, { ...init, headers });
    const text = await response.text();
    if (response.ok) return answered;
    const body = JSON.parse(text);
    const code: string = body.code ?? body.errors?.[0]?.extensions?.code;
    return `${response.status} ${code}`;
  };
  const doors = new Map<string, Door>([
    ["POST /graphql", (token) => ask("/graphql", token, { method: "POST", body: query }, "application/json")],
    ["GET /events", (token) => ask("/events", token, {}, "application/json")],
    ["POST /subject", (token) => ask("/subject", token, { method: "POST", body: somebody }, "application/json")],
    [
      "WebSocket /graphql",
      async (token) => {
        const parameters = token === undefined ? {} : { authorization: token };
        const subscriber = await connectSubscriber(subgraph, null, { parameters });
        const subscription = await subscriber.subscribe("subscription { __typename }");
        const [error] = (await subscription.ended) as { extensions: { code: string } }[];
        await subscriber.close();
        // Nobody can subscribe to this; only who is known is told so.
        return error?.extensions.code === "UNAUTHENTICATED" ? "401 UNAUTHENTICATED" : answered;
      },
    ],
  ]);
  const [anImport] = definition.imports ?? [];
  if (anImport) {
    const path = `/import/${anImport.plural}`;
    doors.set(`POST ${path}`, (token) => ask(path, token, { method: "POST", body: "" }, "application/x-ndjson"));
  }
  return doors;
}

const query = JSON.stringify({ query: "{ __typename }" });
const somebody = JSON.stringify({ patientId: "0199a000-0000-7000-8000-0000000000aa" });

/** The tests that every subgraph has to pass at its own port, whoever stands in front of it. */
export function testHop(definition: SubgraphDefinition): void {
  describe(`the port of ${definition.name}`, () => {
    let subgraph: TestSubgraph;
    let doors: ReadonlyMap<string, Door>;
    beforeAll(async () => {
      subgraph = await startTestSubgraph(definition);
      doors = doorsOf(definition, subgraph);
    });
    afterAll(() => subgraph.close());

    const knock = async (authorization: string | undefined) =>
      Object.fromEntries(
        await Promise.all([...doors].map(async ([name, door]) => [name, await door(authorization)] as const)),
      );
    const everywhere = (answer: string) => Object.fromEntries([...doors.keys()].map((name) => [name, answer]));

    it("answers a good token at every door, which says that what follows is refused for a reason", async () => {
      expect(await knock(`Bearer ${await subgraph.issuer.tokenFor(admin)}`)).toEqual(everywhere(answered));
    });

    it("openmrs-module-queue #73: refuses forged, expired, foreign, incomplete and missing tokens at every door", async () => {
      const forged = await forgedAuthorizations(subgraph.issuer, admin);
      expect(forged.size).toBeGreaterThan(20);
      for (const [what, authorization] of forged) {
        expect({ what, ...(await knock(authorization)) }).toEqual({ what, ...everywhere("401 UNAUTHENTICATED") });
      }
    });

    it("refuses a revoked session's token at every door within five seconds", async () => {
      const authorization = `Bearer ${await subgraph.issuer.tokenFor(admin)}`;
      const revokedAt = Date.now();
      subgraph.issuer.revoke({ sid: String(admin.sessionId), notAfterIat: Math.floor(revokedAt / 1_000) });
      await until(async () => (await doors.get("GET /events")?.(authorization)) !== answered);
      expect(Date.now() - revokedAt).toBeLessThan(5_000);
      expect(await knock(authorization)).toEqual(everywhere("401 UNAUTHENTICATED"));
    });

    it("gives a token of another organization none of this one's events", async () => {
      const eventsFor = async (organizationId: string) => {
        const viewer = { ...admin, organizationId, sessionId: "0199d000-0000-7000-8000-000000000002" };
        const authorization = `Bearer ${await subgraph.issuer.tokenFor(viewer)}`;
        const response = await fetch(`${subgraph.url}/events`, { headers: { authorization } });
        return [response.status, await response.text()] as const;
      };
      const client = new Client({ connectionString: subgraph.database.url });
      await client.connect();
      const id = await insertTestEvent(client, { organizationId: admin.organizationId });
      await client.end();
      await until(async () => (await eventsFor(admin.organizationId))[1].includes(id));
      expect(await eventsFor("0199a000-0000-7000-8000-0000000000ff")).toEqual([200, ""]);
    });

    it("lets its serving role add to the audit log and read it, and never change or remove an entry", async () => {
      const run = (sql: string) => subgraph.orm.em.getConnection().execute(sql);
      const insert = `insert into audit_entry
        (id, occurred_at, actor_roles, actions, outcome, purpose, entity_types, entity_ids, subject_ids, correlation_id)
        values (gen_random_uuid(), now(), '{}', '{test}', 'ALLOWED', 'TREATMENT', '{}', '{}', '{}', 'test')`;
      await run(insert);
      expect(await run("select outcome from audit_entry where actions = '{test}'")).toEqual([{ outcome: "ALLOWED" }]);
      for (const change of [
        "update audit_entry set outcome = 'DENIED'",
        "delete from audit_entry",
        "truncate audit_entry",
        "alter table audit_entry disable trigger all",
        "drop table audit_entry",
      ]) {
        await expect(run(change), change).rejects.toThrow(/permission denied|must be owner/);
      }
    });
  });
}
