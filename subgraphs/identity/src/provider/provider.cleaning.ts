import { describeFault } from "@careconnect/kit";
import type { MikroORM } from "@mikro-orm/postgresql";
import type { FastifyInstance } from "fastify";
import { forgetExpiredArtifacts } from "./provider.storage.ts";

const interval = 600_000;

/** Removes what has expired, now and then until `app` closes. */
export function cleanProviderStorage(app: FastifyInstance, orm: MikroORM): void {
  const cleaning = setInterval(() => {
    forgetExpiredArtifacts(orm).catch((error: unknown) =>
      app.log.warn({ fault: describeFault(error) }, "expired sign-ins could not be removed; the next round will"),
    );
  }, interval).unref();
  app.addHook("onClose", async () => clearInterval(cleaning));
}
