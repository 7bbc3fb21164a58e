import type { FastifyInstance } from "fastify";
import { request } from "undici";
import { limits } from "../limits/router.limits.ts";
import type { RouterMetrics } from "../telemetry/router.metrics.ts";

type Reachability = "reachable" | "unreachable";

/** Any answer below 500 counts: a foreign subgraph need not have a /healthz. */
async function reachability(url: string): Promise<Reachability> {
  try {
    const { statusCode, body } = await request(new URL("/healthz", url), {
      signal: AbortSignal.timeout(limits.subgraph.healthTimeout),
    });
    await body.dump();
    return statusCode < 500 ? "reachable" : "unreachable";
  } catch {
    return "unreachable";
  }
}

async function reachabilities(subgraphs: ReadonlyMap<string, string>): Promise<Record<string, Reachability>> {
  const found = await Promise.all([...subgraphs].map(async ([name, url]) => [name, await reachability(url)] as const));
  return Object.fromEntries(found);
}

/**
 * /healthz: the process answers. /readyz: operations can be answered, in part at least; one dead subgraph does not take the
 * router out of service, since all the others would be lost with it; without any nothing can be answered. /metrics: Prometheus.
 */
export function healthRoutes(
  app: FastifyInstance,
  subgraphs: ReadonlyMap<string, string>,
  metrics: RouterMetrics,
): void {
  let last: { readonly at: number; readonly found: Promise<Record<string, Reachability>> } | undefined;

  app.get("/healthz", async (_, reply) => reply.header("cache-control", "no-store").send({ status: "alive" }));

  app.get("/readyz", async (_, reply) => {
    // Probes and curious callers share one round of questions.
    if (last === undefined || last.at + limits.subgraph.healthCache < Date.now()) {
      last = { at: Date.now(), found: reachabilities(subgraphs) };
    }
    const found = await last.found;
    const isReady = Object.values(found).includes("reachable");
    return reply
      .code(isReady ? 200 : 503)
      .header("cache-control", "no-store")
      .send({ status: isReady ? "ready" : "unready", subgraphs: found });
  });

  app.get("/metrics", async (_, reply) => reply.type(metrics.contentType).send(await metrics.render()));
}
