import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { signInToDemo } from "../src/sign-in/demo.sign-in.ts";
import { readPorts } from "../src/supervisor/ports.file.ts";

const environment = z.object({ CARECONNECT_URL: z.url(), CARECONNECT_DATA: z.string() }).parse(process.env);

/** The router of the system under test. */
export const url = environment.CARECONNECT_URL;

const found = readPorts(join(environment.CARECONNECT_DATA, "run", "ports.json"));
if (!found) throw new Error("The system under test wrote no ports.json.");

/** Where each service of the system under test listens. */
export const ports = found;

const children = z.object({ children: z.array(z.object({ name: z.string(), pid: z.number() })) });

/** The process of a service, as the supervisor's lock file names it: another one after each restart. */
export function pidOf(service: string): number {
  const file = join(environment.CARECONNECT_DATA, "run", "supervisor.json");
  const known = children.parse(JSON.parse(readFileSync(file, "utf8"))).children;
  const pid = known.findLast(({ name }) => name === service)?.pid;
  if (pid === undefined) throw new Error(`The supervisor knows no process of ${service}.`);
  return pid;
}

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of its query, which a test knows
  readonly data?: any;
  readonly errors?: {
    message: string;
    path?: (string | number)[];
    extensions: { code: string; [key: string]: unknown };
  }[];
}

/** A bearer token of a demo account. */
export async function tokenFor(email: string, scope = "graphql"): Promise<string> {
  const token = await signInToDemo({ identityUrl: `http://127.0.0.1:${ports.identity}`, email, scope });
  return token.access_token;
}

/** Asks the router, or with `at` a subgraph directly. */
export async function ask(
  token: string | undefined,
  query: string,
  variables: Record<string, unknown> = {},
  at = `${url}/graphql`,
): Promise<Answer> {
  const response = await fetch(at, {
    method: "POST",
    headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(30_000),
  });
  return { status: response.status, ...((await response.json()) as object) };
}

/** A sum over the samples of a metric that carry `label`, from a service's /metrics. */
export async function metric(port: number, name: string, label: string): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return text
    .split("\n")
    .filter((line) => line.startsWith(`${name}{`) && line.includes(label))
    .reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
}
