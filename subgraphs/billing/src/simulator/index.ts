import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { startSimulator } from "./simulator.server.ts";

/** The demo's payment gateway as a service of its own; `npm start` runs it where STRIPE_API_BASE names no other. */
const environment = z.object({
  CARECONNECT_MODE: z.literal("demo", { error: "must be demo: no money is moved here" }),
  CARECONNECT_DATA: z.string().min(1),
  HOST: z.string().default("127.0.0.1"),
  PORT: z.coerce.number().int(),
  STRIPE_SECRET_KEY: z.string().min(1),
  STRIPE_WEBHOOK_SECRET: z.string().min(1),
  STRIPE_SIMULATOR_WEBHOOK_URL: z.string().optional(),
});

const parsed = environment.safeParse(process.env);
if (!parsed.success) {
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
  process.stderr.write(`stripe-simulator: ${problems.join("; ")}.\n`);
  process.exit(1);
}
const { data } = parsed;
const folder = join(data.CARECONNECT_DATA, "stripe");
mkdirSync(folder, { recursive: true, mode: 0o700 });
const simulator = await startSimulator({
  ...{ file: join(folder, "simulator.sqlite"), host: data.HOST, port: data.PORT },
  ...{ secretKey: data.STRIPE_SECRET_KEY, webhookSecret: data.STRIPE_WEBHOOK_SECRET },
  webhookUrl: data.STRIPE_SIMULATOR_WEBHOOK_URL,
});

let isEnding = false;
const end = () => {
  if (isEnding) return;
  isEnding = true;
  simulator.close().finally(() => process.exit(0));
};
process.on("SIGTERM", end).on("SIGINT", end);
// The supervisor holds our stdin open: its end is ours.
if (process.env.CARECONNECT_SUPERVISED === "1") process.stdin.on("end", end).on("error", end).resume();
