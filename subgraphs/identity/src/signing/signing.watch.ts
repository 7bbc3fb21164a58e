import { describeFault } from "@careconnect/kit";
import type { MikroORM } from "@mikro-orm/postgresql";
import type { FastifyInstance } from "fastify";
import { openSigningKeys, type SigningKeys } from "./signing.keys.ts";
import { keyPollInterval } from "./signing.stages.ts";

/** Follows the stages of the signing keys until `app` closes, and tells when another signs or is published. */
export function watchSigningKeys(
  app: FastifyInstance,
  orm: MikroORM,
  opened: SigningKeys,
  onChange: (keys: SigningKeys) => void,
): void {
  let known = opened.ids.join();
  let looking: Promise<void> = Promise.resolve();
  const look = async () => {
    const keys = await openSigningKeys(orm);
    if (keys.ids.join() === known) return;
    known = keys.ids.join();
    onChange(keys);
    app.log.info({ keys: keys.ids }, "the signing keys have changed; the first one signs");
  };
  const polling = setInterval(() => {
    looking = look().catch((error: unknown) =>
      app.log.warn({ fault: describeFault(error) }, "the signing keys could not be read; the next round will"),
    );
  }, keyPollInterval).unref();
  app.addHook("onClose", async () => {
    clearInterval(polling);
    await looking;
  });
}
