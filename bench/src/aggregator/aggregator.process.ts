import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import { createJoins } from "./aggregator.joins.ts";
import { createSubgraphClient } from "./subgraph.client.ts";

/**
 * The hand-written aggregator as a process: POST /<operation> with the body of a GraphQL request, of which it reads the
 * variables alone; GET /metrics. Its argument is the subgraphs' ports as JSON, and it tells its own to its parent.
 */
const portNumber = z.int();
const ports = z
  .object({
    identity: portNumber,
    patient: portNumber,
    provider: portNumber,
    appointment: portNumber,
    billing: portNumber,
  })
  .parse(JSON.parse(process.argv[2] ?? ""));

const joins = createJoins({
  identity: createSubgraphClient(ports.identity),
  patient: createSubgraphClient(ports.patient),
  provider: createSubgraphClient(ports.provider),
  appointment: createSubgraphClient(ports.appointment),
  billing: createSubgraphClient(ports.billing),
});

const mostBytes = 1_000_000;

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new Error("The body is too large.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function metrics(): string {
  const { user, system } = process.cpuUsage();
  const { rss } = process.memoryUsage();
  return `process_cpu_seconds_total ${(user + system) / 1_000_000}\nprocess_resident_memory_bytes ${rss}\n`;
}

async function answer(request: IncomingMessage): Promise<string> {
  const join = Object.entries(joins).find(([name]) => request.url === `/${name}`)?.[1];
  if (!join) throw new Error("There is no such operation.");
  const { variables } = JSON.parse(await bodyOf(request)) as { variables: Record<string, unknown> };
  return JSON.stringify({ data: await join(variables, request.headers.authorization ?? "") });
}

const server = createServer((request, response) => {
  if (request.url === "/metrics") {
    response.end(metrics());
    return;
  }
  answer(request).then(
    (text) => response.setHeader("content-type", "application/json; charset=utf-8").end(text),
    (cause: unknown) => {
      response.statusCode = 502;
      response.end(JSON.stringify({ errors: [{ message: cause instanceof Error ? cause.message : "It failed." }] }));
    },
  );
});
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
// Whatever ends the bench ends this process too.
process.on("disconnect", () => process.exit(0));
