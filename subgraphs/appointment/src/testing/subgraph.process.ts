import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { GraphQLAnswer, TestSubgraph, TestViewer } from "@careconnect/kit/testing";

const workspace = fileURLToPath(new URL("../..", import.meta.url));
const loader = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

/** The subgraph in a process of its own, as it is served. */
export interface SubgraphProcess {
  readonly url: string;
  query(viewer: TestViewer, query: string, variables?: Record<string, unknown>): Promise<GraphQLAnswer>;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/**
 * Starts one over the database of `beside`, with its issuer; `folder` holds the keys of all that share it.
 * @param main what is run; by default the subgraph as it is
 */
export async function startSubgraphProcess(
  beside: TestSubgraph,
  folder: string,
  main = "src/index.ts",
): Promise<SubgraphProcess> {
  const child = spawn(process.execPath, ["--conditions=@careconnect/source", "--import", loader, main], {
    cwd: workspace,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env.PATH,
      // The workspace's own tsconfig speaks for its files alone, and the kit is loaded from its sources too.
      TSX_TSCONFIG_PATH: join(workspace, "../../tsconfig.base.json"),
      CARECONNECT_MODE: "demo",
      PORT: "0",
      DATABASE_URL_APPOINTMENT: beside.database.url,
      OIDC_ISSUER: beside.issuer.issuer,
      OIDC_JWKS_URL: beside.issuer.jwksUrl,
      CARECONNECT_KEYS_FILE: join(folder, "appointment.json"),
    },
  });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  const ended = once(child, "close");
  const url = await new Promise<string>((resolve, reject) => {
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output = (output + text).slice(-10_000);
      const [listening] = /http:\/\/127\.0\.0\.1:\d+/.exec(output) ?? [];
      if (listening) resolve(listening);
    });
    ended.then(() => reject(new Error(`The process ended: ${errors}`)), reject);
  });
  return {
    url,
    async query(viewer, query, variables = {}) {
      const response = await fetch(`${url}/graphql`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          authorization: `Bearer ${await beside.issuer.tokenFor(viewer)}`,
        },
        body: JSON.stringify({ query, variables }),
      });
      return { status: response.status, ...((await response.json()) as object) };
    },
    async stop(signal = "SIGTERM") {
      child.kill(signal);
      await ended;
    },
  };
}
