import { setTimeout as wait } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { dashboardQuery } from "./dashboard.query.ts";
import { ask, pidOf, ports, tokenFor } from "./running.system.ts";

/** The dashboard's paths that are null while a subgraph is dead; everything else must be as it was. */
const lost = {
  identity: ["viewer"],
  patient: ["patients", "upcoming.nodes.patient", "past.nodes.patient", "invoices.nodes.patient"],
  provider: ["providers", "upcoming.nodes.provider", "past.nodes.provider"],
  appointment: ["upcoming", "past", "appointmentSummary"],
  billing: ["invoices"],
} as const;

type SubgraphName = keyof typeof lost;

let staff: string;
beforeAll(async () => {
  staff = await tokenFor("staff@careconnect.test");
});

const now = new Date().toISOString();
const dashboard = () => ask(staff, dashboardQuery, { first: 3, now });

describe("a dead subgraph", () => {
  it.each(Object.keys(lost) as SubgraphName[])("costs the dashboard its own fields alone: %s", async (name) => {
    const whole = await dashboard();
    expect(whole.errors).toBeUndefined();
    process.kill(pidOf(name), "SIGKILL");
    await until(async () => !(await isReady(ports[name])));
    const { data, errors, status } = await dashboard();

    expect(status).toBe(200);
    expect(nullPaths(data)).toEqual([...lost[name]].sort());
    expect(withoutPaths(data, lost[name])).toEqual(withoutPaths(whole.data, lost[name]));
    expect(errors?.length).toBeGreaterThan(0);
    for (const error of errors ?? []) {
      expect(error.extensions).toMatchObject({ code: "SUBGRAPH_UNAVAILABLE" });
      expect(JSON.stringify(error)).not.toMatch(/127\.0\.0\.1|ECONNREFUSED|stack/);
    }

    // The supervisor starts it again, at the same port.
    await until(() => isReady(ports[name]));
    await until(async () => (await dashboard()).errors === undefined);
  });
});

async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(1_000) })).ok;
  } catch {
    return false;
  }
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error("It did not happen within 30 s.");
    await wait(25);
  }
}

/** Every path that holds null, without list positions, each once. */
function nullPaths(value: unknown, path: readonly string[] = []): string[] {
  const paths = new Set<string>();
  const walk = (current: unknown, at: readonly string[]) => {
    if (current === null) paths.add(at.join("."));
    else if (Array.isArray(current)) for (const item of current) walk(item, at);
    else if (typeof current === "object")
      for (const [key, item] of Object.entries(current ?? {})) walk(item, [...at, key]);
  };
  walk(value, path);
  return [...paths].sort();
}

/** A copy of `data` without what `paths` name. */
function withoutPaths(data: unknown, paths: readonly string[]): unknown {
  const drop = (current: unknown, at: string): unknown => {
    if (Array.isArray(current)) return current.map((item) => drop(item, at));
    if (typeof current !== "object" || current === null) return current;
    return Object.fromEntries(
      Object.entries(current)
        .map(([key, item]) => [key, at ? `${at}.${key}` : key, item] as const)
        .filter(([, path]) => !paths.includes(path))
        .map(([key, path, item]) => [key, drop(item, path)]),
    );
  };
  return drop(data, "");
}
