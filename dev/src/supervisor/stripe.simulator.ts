import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { z } from "zod";
import type { Ports } from "./ports.file.ts";
import type { SupervisorConfig } from "./supervisor.config.ts";

const secrets = z.object({ secretKey: z.string(), webhookSecret: z.string() });

/** Whether a simulator stands in for Stripe: in the demo, unless its key is set. */
export function isStripeSimulated({ mode }: Pick<SupervisorConfig, "mode">, env: NodeJS.ProcessEnv): boolean {
  return mode === "demo" && !env.STRIPE_SECRET_KEY && !env.STRIPE_API_BASE;
}

/**
 * `env` with what billing and the simulator share; its secrets are made at the first start and kept in `file`, which is the owner's
 * alone (0600).
 */
export function withSimulatedStripe(env: NodeJS.ProcessEnv, ports: Ports, file: string): NodeJS.ProcessEnv {
  const { secretKey, webhookSecret } = readOrMakeSecrets(file);
  return {
    ...env,
    STRIPE_API_BASE: `http://127.0.0.1:${ports["stripe-simulator"]}`,
    STRIPE_SECRET_KEY: secretKey,
    STRIPE_WEBHOOK_SECRET: webhookSecret,
  };
}

function readOrMakeSecrets(file: string): z.infer<typeof secrets> {
  if (!existsSync(file)) {
    const secret = () => randomBytes(24).toString("hex");
    const made = { secretKey: `sk_test_${secret()}`, webhookSecret: `whsec_${secret()}` };
    writeFileSync(`${file}.new`, `${JSON.stringify(made)}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return secrets.parse(JSON.parse(readFileSync(file, "utf8")));
}
