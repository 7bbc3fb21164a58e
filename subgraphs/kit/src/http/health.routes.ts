import type { MikroORM } from "@mikro-orm/postgresql";
import type { FastifyPluginAsync } from "fastify";
import type { Metrics } from "../telemetry/metrics.ts";

/** `/healthz`: the process lives. `/readyz`: its database answers. `/metrics`: Prometheus text. */
export function healthRoutes(orm: MikroORM, metrics: Metrics): FastifyPluginAsync {
  return async (app) => {
    app.get("/healthz", async () => ({ status: "ok" }));
    app.get("/readyz", async (_request, reply) => {
      const ready = await orm.checkConnection();
      if (!ready.ok) return reply.code(503).send({ status: "unavailable", reason: "the database does not answer" });
      return { status: "ok" };
    });
    app.get("/metrics", async (_request, reply) => {
      return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
    });
  };
}
