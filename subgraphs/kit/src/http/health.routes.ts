import type { MikroORM } from "@mikro-orm/postgresql";
import type { FastifyPluginAsync } from "fastify";
import type { Metrics } from "../telemetry/metrics.ts";

/** `/healthz`: the process lives. `/readyz`: its database answers. `/metrics`: Prometheus text. */
export function healthRoutes(orm: MikroORM, metrics: Metrics): FastifyPluginAsync {
  return async (app) => {
    app.get("/healthz", async () => ({ status: "ok" }));
    app.get("/readyz", async (_request, reply) => {
      const ready = await answers(orm);
      if (!ready) return reply.code(503).send({ status: "unavailable", reason: "the database does not answer" });
      return { status: "ok" };
    });
    app.get("/metrics", async (_request, reply) => {
      return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
    });
  };
}

/** Asks, rather than whether a connection is open: the pool opens one when it is needed. */
async function answers(orm: MikroORM): Promise<boolean> {
  try {
    await orm.em.getConnection().execute("select 1");
    return true;
  } catch {
    return false;
  }
}
