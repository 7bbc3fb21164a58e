import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type ImportServer, startImportServer } from "../import/testing/import.server.ts";
import { loadDemoData } from "./demo.loader.ts";

let server: ImportServer;
let dataFolder: string;

beforeEach(async () => {
  server = await startImportServer();
  dataFolder = await mkdtemp(join(tmpdir(), "careconnect-demo-"));
});

afterEach(async () => {
  await server[Symbol.asyncDispose]();
  await rm(dataFolder, { recursive: true });
});

function load(onProgress: (detail: string) => void = () => undefined): Promise<void> {
  const { port } = server;
  const ports = {
    router: port,
    identity: port,
    patient: port,
    provider: port,
    appointment: port,
    billing: port,
    reports: 0,
  };
  return loadDemoData({ ports, dataFolder, onProgress });
}

test("both organizations are filled, each by its own administrator", async () => {
  const told: string[] = [];
  await load((detail) => told.push(detail));
  expect(server.rows("patients")).toHaveLength(200);
  expect(server.rows("patients", "admin@otherclinic.test")).toHaveLength(15);
  expect(server.rows("appointments").length).toBeGreaterThan(700);
  expect(told).toContain("200 patients");
});

test("what is named goes in before what names it", async () => {
  await load();
  const paths = server.requests.filter(({ token }) => token?.includes("careconnect")).map(({ path }) => path);
  const order = (kind: string) => paths.indexOf(`/import/${kind}`);
  const last = (kind: string) => paths.lastIndexOf(`/import/${kind}`);
  expect(last("locations")).toBeLessThan(order("providers"));
  expect(last("patients")).toBeLessThan(order("conditions"));
  expect(Math.max(last("patients"), last("providers"))).toBeLessThan(order("appointments"));
  expect(Math.max(last("appointments"), last("payers"))).toBeLessThan(order("invoices"));
});

test("a load that was cut short is made up for with the same rows", async () => {
  server.reject = (kind) =>
    kind === "conditions" ? { code: "CONFLICT", field: ["code"], message: "not today" } : undefined;
  await expect(load()).rejects.toThrow(
    /The demo data could not be loaded, \d+ of the conditions were rejected: conditions:1 CONFLICT code — not today/,
  );
  expect(existsSync(join(dataFolder, "run", "demo.anchor"))).toBe(true);
  const before = server.rows("patients");
  server.reject = () => undefined;
  await load();
  expect(server.rows("patients")).toEqual(before);
  expect(server.rows("invoices").length).toBeGreaterThan(300);
  expect(existsSync(join(dataFolder, "run", "demo.anchor"))).toBe(false);
});
