import { parseArgs } from "node:util";
import { complain, say } from "./console/console.output.ts";
import { Failure, isSystemError, sentenceOf } from "./failure.ts";
import { TemporaryFailure } from "./import/retry.ts";
import { signInToDemo } from "./sign-in/demo.sign-in.ts";
import { layOut } from "./supervisor/data.folder.ts";
import { readPorts } from "./supervisor/ports.file.ts";
import { readSupervisorConfig } from "./supervisor/supervisor.config.ts";

const usage = 'Usage: npm run -s token -- <email> [--scope "graphql import"] [--password "…"]';
const notRunning =
  "CareConnect is not running on this data folder: run npm start first, or set CARECONNECT_DATA to the folder of the one that runs.";

/** An access token of a demo account, for curl and the Sandbox; it is good for five minutes. */
async function fetchToken({ email, ...asked }: Asked): Promise<string> {
  const config = readSupervisorConfig(process.env);
  if (config.mode !== "demo") throw new Failure("Tokens for demo accounts exist in demo mode only.");
  const ports = readPorts(layOut(config.dataFolder).file("run", "ports.json"));
  if (!ports) throw new Failure(notRunning);
  try {
    const token = await signInToDemo({ identityUrl: `http://127.0.0.1:${ports.identity}`, email, ...asked });
    return token.access_token;
  } catch (cause) {
    if (cause instanceof TemporaryFailure && isSystemError(rootOf(cause), "ECONNREFUSED"))
      throw new Failure(notRunning, { cause });
    throw new Failure(`There is no token for ${email}: ${sentenceOf(cause)}`, { cause });
  }
}

/** What `fetch` failed of lies two causes deep. */
function rootOf(failure: TemporaryFailure): unknown {
  return failure.cause instanceof Error ? failure.cause.cause : undefined;
}

interface Asked {
  readonly email: string;
  readonly scope: string;
  /** That of the demo accounts, unless told. */
  readonly password?: string;
}

function readArguments(): Asked {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { scope: { type: "string", default: "graphql" }, password: { type: "string" } },
    });
    const [email] = positionals;
    if (!email || positionals.length > 1) throw new Failure(usage);
    // On a command line others of this machine can read it.
    const password = values.password ?? process.env.CARECONNECT_PASSWORD;
    return { email, scope: values.scope, ...(password && { password }) };
  } catch (cause) {
    throw new Failure(usage, { cause });
  }
}

try {
  say(await fetchToken(readArguments()));
} catch (cause) {
  complain(sentenceOf(cause));
  process.exitCode = 1;
}
