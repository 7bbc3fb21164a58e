import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { clinicGraph } from "./testing/clinic.graph.ts";
import { composeSupergraph } from "./testing/test.router.ts";
import { startTestSubgraph, type TestSubgraph } from "./testing/test.subgraph.ts";

interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
  readonly line: (pattern: RegExp) => Promise<RegExpExecArray>;
}

describe("the router as a process", () => {
  let folder: string;
  let subgraphs: TestSubgraph[];
  let supergraph: string;
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "careconnect-router-"));
    subgraphs = await Promise.all(clinicGraph.map(startTestSubgraph));
    supergraph = join(folder, "supergraph.graphql");
    await writeFile(supergraph, composeSupergraph(subgraphs));
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
  });
  afterAll(async () => {
    await Promise.all(subgraphs.map((subgraph) => subgraph.kill()));
    await rm(folder, { recursive: true });
  });

  function start(args: string[], environment: Record<string, string> = {}): Started {
    const entry = join(import.meta.dirname, "index.ts");
    const child = spawn(process.execPath, ["--import", "tsx", entry, ...args], {
      env: { PATH: process.env.PATH, ...environment },
      cwd: import.meta.dirname,
    });
    children.push(child);
    let stdout = "";
    let stderr = "";
    const listeners = new Set<() => void>();
    child.stdout?.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
      for (const listener of listeners) listener();
    });
    child.stderr?.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    return {
      child,
      ended: new Promise((resolve) => child.on("close", (code) => resolve({ code, stdout, stderr }))),
      line: (pattern) =>
        new Promise((resolve, reject) => {
          const look = () => {
            const found = pattern.exec(stdout);
            if (found !== null) resolve(found);
          };
          listeners.add(look);
          child.on("close", () => reject(new Error(`ended before ${pattern}: ${stdout} ${stderr}`)));
          look();
        }),
    };
  }

  const ready = /ready at http:\/\/localhost:(\d+)\/graphql/;

  it("runs alone over a supergraph file and ends with 0 on SIGTERM after the request in flight", async () => {
    const router = start(["--supergraph", supergraph, "--port", "0", "--auth", "none"]);
    const [, port] = await router.line(ready);
    const ask = fetch(`http://127.0.0.1:${port}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: "{ slow appointments { patient { name balance } } }" }),
    });
    await expect.poll(() => subgraphs.flatMap((subgraph) => subgraph.asked).length).toBeGreaterThan(0);
    router.child.kill("SIGTERM");
    expect(await (await ask).json()).toEqual({
      data: {
        slow: "done",
        appointments: [
          { patient: { name: "Ada", balance: 10 } },
          { patient: { name: "Grace", balance: 20 } },
          { patient: null },
        ],
      },
    });
    expect(await router.ended).toMatchObject({ code: 0, stderr: "" });
  });

  it("ends when its supervisor is gone", async () => {
    const router = start(["--supergraph", supergraph, "--port", "0", "--auth", "none"], {
      CARECONNECT_SUPERVISED: "1",
    });
    await router.line(ready);
    router.child.stdin?.end();
    expect((await router.ended).code).toBe(0);
  });

  async function refused(args: string[], environment?: Record<string, string>): Promise<string> {
    const { code, stdout, stderr } = await start(args, environment).ended;
    expect(code).toBe(1);
    expect(stdout).toBe("");
    const lines = stderr.trim().split("\n");
    expect(lines).toHaveLength(1);
    return lines[0] ?? "";
  }

  it("refuses a supergraph that relies on security directives", async () => {
    const guarded = join(folder, "guarded.graphql");
    const graph = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@authenticated"]) type Query { a: Int @authenticated }`;
    await writeFile(guarded, composeSupergraph([{ name: "one", typeDefs: graph, url: "http://127.0.0.1:1/graphql" }]));
    expect(await refused(["--supergraph", guarded, "--port", "0", "--auth", "none"])).toMatch(
      /guarded\.graphql relies on @authenticated, which this router does not enforce: remove/,
    );
  });

  it("refuses a missing file and files that are no supergraph", async () => {
    expect(await refused(["--supergraph", join(folder, "nowhere.graphql"), "--auth", "none"])).toMatch(
      /nowhere\.graphql cannot be read/,
    );
    const plain = join(folder, "plain.graphql");
    await writeFile(plain, "type Query { a: Int }");
    expect(await refused(["--supergraph", plain, "--auth", "none"])).toMatch(
      /plain\.graphql is not a Federation 2 supergraph/,
    );
    await writeFile(plain, "this is { not graphql");
    expect(await refused(["--supergraph", plain, "--auth", "none"])).toMatch(
      /plain\.graphql is not a Federation 2 supergraph/,
    );
  });

  it("refuses --auth none in production, and a port in use", async () => {
    expect(
      await refused(["--supergraph", supergraph, "--auth", "none"], {
        CARECONNECT_MODE: "production",
        CARECONNECT_TLS: "upstream",
      }),
    ).toMatch(/--auth none is refused/);
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as AddressInfo;
    expect(await refused(["--supergraph", supergraph, "--port", String(port), "--auth", "none"])).toMatch(
      `Port ${port} is in use`,
    );
    other.close();
  });
});
