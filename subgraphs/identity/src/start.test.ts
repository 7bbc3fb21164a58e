import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createTestDatabase, type TestDatabase } from "@careconnect/kit/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { identitySubgraph } from "./subgraph.ts";
import { openTestBrowser } from "./testing/test.browser.ts";
import { cli, signInAt } from "./testing/test.sign-in.ts";
import { unusedPort } from "./testing/unused.port.ts";

const workspace = fileURLToPath(new URL("..", import.meta.url));
const loader = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

const issuer = "http://localhost:4000/oidc";

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "careconnect-identity-"));
  database = await createTestDatabase(identitySubgraph);
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

interface Service {
  readonly process: ChildProcess;
  output(): { readonly stdout: string; readonly stderr: string };
}

function start(mode: "demo" | "production", port: number, keysFile = join(folder, "keys", "identity.json")): Service {
  const child = spawn(process.execPath, ["--conditions=@careconnect/source", "--import", loader, "src/index.ts"], {
    cwd: workspace,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env.PATH,
      // The workspace's own tsconfig speaks for its files alone, and the kit is loaded from its sources too.
      TSX_TSCONFIG_PATH: fileURLToPath(new URL("../../../tsconfig.base.json", import.meta.url)),
      CARECONNECT_MODE: mode,
      PORT: String(port),
      LOG_LEVEL: "trace",
      DATABASE_URL_IDENTITY: database.url,
      OIDC_ISSUER: issuer,
      OIDC_JWKS_URL: `http://127.0.0.1:${port}/oidc/jwks`,
      BROKER_URL: "postgres://broker_app:nobody@127.0.0.1:1/broker",
      CARECONNECT_KEYS_FILE: keysFile,
    },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return { process: child, output: () => ({ stdout, stderr }) };
}

async function untilReady(url: string, service: Service): Promise<void> {
  const ready = () =>
    fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await ready())) {
    if (service.process.exitCode !== null) throw new Error(`The start failed: ${service.output().stderr}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function exitCode(service: Service): Promise<number | null> {
  // "close", not "exit": what it wrote has then been read.
  const [code] = await once(service.process, "close");
  return code;
}

describe("the process", () => {
  it("serves tokens that it verifies with its own keys, and writes no e-mail address and no credential", async () => {
    const port = await unusedPort();
    const url = `http://127.0.0.1:${port}`;
    const service = start("demo", port);
    try {
      await untilReady(url, service);
      const signIn = (password: string) => {
        const given = { client: cli, email: "admin@careconnect.test", password };
        return signInAt(issuer, url, openTestBrowser(issuer, url), given);
      };
      const { access_token, refresh_token } = await signIn("careconnect");
      await expect(signIn("my secret guess")).rejects.toThrow(/wrong/);
      const answer = await fetch(`${url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${access_token}` },
        body: JSON.stringify({ query: "{ viewer { email } }" }),
      });
      expect(await answer.json()).toEqual({ data: { viewer: { email: "admin@careconnect.test" } } });
      service.process.kill("SIGTERM");
      expect(await exitCode(service)).toBe(0);
      const { stdout, stderr } = service.output();
      expect(stdout).toContain("/oidc/interaction/:uid");
      for (const secret of ["@careconnect.test", "my secret guess", access_token, refresh_token])
        expect(stdout + stderr).not.toContain(secret);
    } finally {
      service.process.kill("SIGKILL");
    }
  });

  it("refuses production on the demo's database in one sentence", async () => {
    const service = start("production", await unusedPort());
    expect(await exitCode(service)).toBe(1);
    expect(service.output().stderr).toMatch(/^identity: This database holds 6 demo accounts[^\n]*\n$/);
  });

  it("refuses production without its key file in one sentence", async () => {
    const service = start("production", await unusedPort(), join(folder, "missing.json"));
    expect(await exitCode(service)).toBe(1);
    expect(service.output().stderr).toMatch(/^identity: CARECONNECT_KEYS_FILE names [^\n]* does not exist\.\n$/);
  });
});
