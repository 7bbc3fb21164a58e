import "reflect-metadata";
import { once } from "node:events";
import { connect } from "node:net";
import { Query, Resolver } from "type-graphql";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { TestViewer } from "../testing/test.issuer.ts";
import { startTestSubgraph, type TestSubgraph } from "../testing/test.subgraph.ts";
import { Role } from "../viewer/viewer.ts";

let asked = 0;

@Resolver()
class CountingResolver {
  @Query(() => Number, { nullable: true, description: "How often it was asked." })
  asked(): number {
    asked += 1;
    return asked;
  }
}

const definition = { name: "counting", entities: [], migrations: [], resolvers: [CountingResolver], references: {} };
const nurse: TestViewer = { organizationId: "0199a000-0000-7000-8000-000000000001", roles: [Role.NURSE] };

let subgraph: TestSubgraph;
beforeAll(async () => {
  subgraph = await startTestSubgraph(definition);
});
afterAll(() => subgraph.close());

const query = "{ asked }";

/** Asks over a connection of its own. @returns the connection, over which nothing was read yet */
async function ask() {
  const body = JSON.stringify({ query });
  const token = await subgraph.issuer.tokenFor(nurse);
  const { hostname, port } = new URL(subgraph.url);
  const connection = connect(Number(port), hostname);
  await once(connection, "connect");
  connection.write(
    [
      "POST /graphql HTTP/1.1",
      `host: ${hostname}`,
      `authorization: Bearer ${token}`,
      "content-type: application/json",
      `content-length: ${body.length}`,
      "",
      body,
    ].join("\r\n"),
  );
  return connection;
}

it("what was asked by somebody who has gone is not begun", async () => {
  const waiting = await ask();
  const [answer] = await once(waiting, "data");
  expect(String(answer)).toContain('{"data":{"asked":1}}');
  waiting.destroy();
  for (let gone = 0; gone < 5; gone += 1) (await ask()).destroy();
  expect((await subgraph.query(nurse, query)).data).toEqual({ asked: 2 });
});
