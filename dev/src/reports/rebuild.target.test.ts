import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type DemoSignIn, signInToDemo } from "../sign-in/demo.sign-in.ts";
import { findRebuildTarget } from "./rebuild.target.ts";

const accounts = [
  { email: "staff@one.test", roles: ["STAFF"], organization: "One" },
  { email: "admin@one.test", roles: ["ADMIN"], organization: "One" },
  { email: "chief@one.test", roles: ["ADMIN"], organization: "One" },
  { email: "admin@two.test", roles: ["ADMIN"], organization: "Two" },
];

let root: string;
let identity: Server;
const asked: DemoSignIn[] = [];
// How it signs in is tested with identity itself; here it counts as whom, and what for.
vi.mock(import("../sign-in/demo.sign-in.ts"));
vi.mocked(signInToDemo).mockImplementation(async (wanted) => {
  asked.push(wanted);
  return { access_token: "token", expires_in: 300 };
});
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "careconnect-rebuild-"));
  identity = createServer((request, response) => {
    if (request.url === "/oidc/demo-accounts") return response.end(JSON.stringify(accounts));
    response.statusCode = 404;
    return response.end();
  });
  await new Promise<void>((resolve) => identity.listen(0, "127.0.0.1", resolve));
  const { port } = identity.address() as AddressInfo;
  mkdirSync(join(root, "running", "run"), { recursive: true });
  mkdirSync(join(root, "running", "keys"), { recursive: true });
  const ports = {
    router: 1,
    postgres: 2,
    identity: port,
    patient: 4,
    provider: 5,
    appointment: 6,
    billing: 7,
    reports: 8,
  };
  writeFileSync(join(root, "running", "run", "ports.json"), JSON.stringify(ports));
  const secrets = { superuser: "s", roles: { reports_owner: "o", reports_app: "a" } };
  writeFileSync(join(root, "running", "keys", "postgres.json"), JSON.stringify(secrets));
});
afterAll(() => {
  identity.close();
  rmSync(root, { recursive: true, force: true });
});

describe("what is rebuilt", () => {
  it("in the demo is every organization, each as an administrator of its own", async () => {
    const { organizations, environment } = await findRebuildTarget({ CARECONNECT_DATA: "running" }, root);
    expect([...organizations.keys()]).toEqual(["One", "Two"]);
    for (const tokens of organizations.values()) expect(await tokens.current()).toBe("token");
    expect(asked.map(({ email, scope }) => [email, scope])).toEqual([
      ["admin@one.test", "events"],
      ["admin@two.test", "events"],
    ]);
    expect(environment).toMatchObject({
      DATABASE_OWNER_URL_REPORTS: "postgresql://reports_owner:o@127.0.0.1:2/reports",
      SUBGRAPH_URL_PATIENT: "http://127.0.0.1:4",
    });
  });

  it("in production is the organization of the token, at the addresses that are given", async () => {
    const names = ["IDENTITY", "PATIENT", "PROVIDER", "APPOINTMENT", "BILLING", "REPORTS"];
    const { organizations, environment } = await findRebuildTarget(
      {
        CARECONNECT_MODE: "production",
        CARECONNECT_TOKEN: "mine",
        DATABASE_OWNER_URL_REPORTS: "postgresql://owner@db/reports",
        ...Object.fromEntries(names.map((name) => [`SUBGRAPH_URL_${name}`, `http://${name}/graphql`])),
      },
      root,
    );
    expect(await Promise.all([...organizations.values()].map((tokens) => tokens.current()))).toEqual(["mine"]);
    expect(environment).toMatchObject({
      DATABASE_OWNER_URL_REPORTS: "postgresql://owner@db/reports",
      SUBGRAPH_URL_BILLING: "http://BILLING/graphql",
    });
  });

  it.each([
    ["does not run", {}, /not running on this data folder: run npm start/],
    ["has no addresses", { CARECONNECT_MODE: "production" }, /^Set SUBGRAPH_URL_IDENTITY\.$/],
    [
      "has no token",
      { CARECONNECT_MODE: "production", CARECONNECT_DATA: "running" },
      /^Set CARECONNECT_TOKEN to an administrator's token with the scope events\.$/,
    ],
  ])("is nothing where the system %s, and why is said in one sentence", async (_case, env, sentence) => {
    await expect(findRebuildTarget(env, root)).rejects.toThrow(sentence);
  });
});
