import { parseArgs } from "node:util";
import { z } from "zod";
import { complain, say } from "./console/console.output.ts";
import { Failure, isSystemError, sentenceOf } from "./failure.ts";
import { layOut } from "./supervisor/data.folder.ts";
import { readPorts } from "./supervisor/ports.file.ts";
import { readSupervisorConfig } from "./supervisor/supervisor.config.ts";

const usage = 'Usage: npm run -s token -- <email> [--scope "graphql import"]';
const notRunning =
  "CareConnect is not running on this data folder: run npm start first, or set CARECONNECT_DATA to the folder of the one that runs.";
const timeoutMs = 10_000;

const granted = z.object({ access_token: z.string() });
const refused = z.object({ error: z.string(), error_description: z.string().optional() });

/** An access token of a demo account, for curl and the Sandbox; it is good for five minutes. */
async function fetchToken(email: string, scope: string): Promise<string> {
  const ports = readPorts(layOut(readSupervisorConfig(process.env).dataFolder).file("run", "ports.json"));
  if (!ports) throw new Failure(notRunning);
  const response = await post(`http://127.0.0.1:${ports.identity}/oidc/token`, {
    grant_type: "password",
    username: email,
    password: "careconnect",
    scope,
  });
  if (response.status === 404) throw new Failure("Tokens for demo accounts exist in demo mode only.");
  const body: unknown = await response.json().catch(() => undefined);
  const token = granted.safeParse(body);
  if (response.ok && token.success) return token.data.access_token;
  const reason = refused.safeParse(body);
  throw new Failure(
    reason.success
      ? `There is no token for ${email}: ${reason.data.error_description ?? reason.data.error}`
      : `There is no token for ${email}: identity answered with status ${response.status}, see its log.`,
  );
}

async function post(url: string, form: Record<string, string>): Promise<Response> {
  try {
    return await fetch(url, {
      method: "POST",
      body: new URLSearchParams(form),
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (cause) {
    const root = cause instanceof Error ? cause.cause : undefined;
    if (isSystemError(root, "ECONNREFUSED")) throw new Failure(notRunning, { cause });
    throw new Failure("CareConnect did not answer: see the log of identity in the data folder.", { cause });
  }
}

function readArguments(): { email: string; scope: string } {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { scope: { type: "string", default: "graphql" } },
    });
    const [email] = positionals;
    if (!email || positionals.length > 1) throw new Failure(usage);
    return { email, scope: values.scope };
  } catch (cause) {
    throw new Failure(usage, { cause });
  }
}

try {
  const { email, scope } = readArguments();
  say(await fetchToken(email, scope));
} catch (cause) {
  complain(sentenceOf(cause));
  process.exitCode = 1;
}
