import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { subgraphNames } from "@careconnect/dev/supervisor/subgraph.names";
import { afterEach, expect, it } from "vitest";
import type { Aftermath } from "./chaos.check.ts";
import { eventChecks } from "./event.checks.ts";

const check = eventChecks.find(({ name }) => name.startsWith("every event has its position"));
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A system whose services say `metrics`, and whose databases say what is behind. */
async function look(metrics: string, lag = { waiting: 0, unpublished: 0 }): Promise<readonly string[] | undefined> {
  const server = createServer((_, response) => response.end(metrics)).listen(0, "127.0.0.1");
  servers.push(server);
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  const system = {
    ports: Object.fromEntries(subgraphNames.map((name) => [name, port])),
    sql: async () => [{ count: 7, ...lag }],
  };
  return (await check?.look({ system } as unknown as Aftermath))?.differences;
}

const blocked = (count: number) =>
  `careconnect_events_blocked_aggregates{queue="reports.facts",service="reports"} ${count}\n`;
const ofEach = (difference: (name: string) => string) => subgraphNames.map(difference);

it("events that are behind, or failed for good, differ, and so do services that do not say so", async () => {
  expect(await look(blocked(0))).toEqual([]);
  expect(await look(blocked(2))).toEqual(
    ofEach(() => "reports.facts: 2 aggregates wait behind an event that failed for good"),
  );
  expect(await look("")).toEqual(ofEach((name) => `${name} does not say what failed for good`));
  expect(await look(blocked(0), { waiting: 3, unpublished: 0 })).toEqual(
    ofEach((name) => `${name}: 3 events without position, 0 not published`),
  );
  expect(await look(blocked(0), { waiting: 0, unpublished: 1 })).toEqual(
    ofEach((name) => `${name}: 0 events without position, 1 not published`),
  );
});
