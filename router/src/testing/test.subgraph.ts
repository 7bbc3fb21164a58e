import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { graphql, parse } from "graphql";
import { attachTestSockets, type TestSockets } from "./test.sockets.ts";

type Resolvers = NonNullable<Parameters<typeof buildSubgraphSchema>[0] extends infer Modules ? Modules : never>;

/** How the subgraph treats the next requests. */
export type Behaviour = "answer" | "hang" | "server_error" | "not_json" | "unauthenticated" | "trickle";

export interface TestSubgraph {
  readonly name: string;
  readonly typeDefs: string;
  readonly url: string;
  /** What it was asked, newest last. */
  readonly asked: { readonly query: string; readonly headers: IncomingHttpHeaders }[];
  behave(behaviour: Behaviour): void;
  /** The WebSockets at its address. */
  readonly sockets: TestSockets;
  /** Ends it with all its connections, as a crash would. */
  kill(): Promise<void>;
  /** Starts it anew at the same address. */
  revive(): Promise<void>;
}

export interface SubgraphDefinition {
  readonly name: string;
  readonly typeDefs: string;
  readonly resolvers: Record<string, Record<string, unknown>>;
}

async function read(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

/** A real federated subgraph on a port of its own. */
export async function startTestSubgraph({ name, typeDefs, resolvers }: SubgraphDefinition): Promise<TestSubgraph> {
  const schema = buildSubgraphSchema([{ typeDefs: parse(typeDefs), resolvers }] as unknown as Resolvers);
  const asked: TestSubgraph["asked"] = [];
  let behaviour: Behaviour = "answer";

  const server: Server = createServer(async (request, response) => {
    if (request.url === "/healthz") return response.end("{}");
    const body = JSON.parse(await read(request)) as { query: string; variables?: Record<string, unknown> };
    asked.push({ query: body.query, headers: request.headers });
    if (behaviour === "hang") return undefined;
    response.setHeader("content-type", "application/json");
    if (behaviour === "trickle") {
      const drip = setInterval(() => response.write(" "), 20);
      response.on("close", () => clearInterval(drip));
      return undefined;
    }
    if (behaviour === "server_error")
      return response.writeHead(502).end(`<h1>upstream http://internal.example:4001 is down</h1>`);
    if (behaviour === "not_json") return response.end("not json at http://internal.example:4001");
    if (behaviour === "unauthenticated") {
      response.writeHead(401);
      return response.end(
        JSON.stringify({ errors: [{ message: "Token refused.", extensions: { code: "UNAUTHENTICATED" } }] }),
      );
    }
    const result = await graphql({
      schema,
      source: body.query,
      variableValues: body.variables ?? null,
      contextValue: { authorization: request.headers.authorization },
    });
    return response.end(JSON.stringify(result));
  });
  const sockets = attachTestSockets(server, schema);
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    name,
    typeDefs,
    url: `http://127.0.0.1:${port}/graphql`,
    asked,
    behave(next) {
      behaviour = next;
    },
    sockets,
    revive: () => listen(port),
    async kill() {
      if (!server.listening) return;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      sockets.drop();
      await closed;
    },
  };
}
