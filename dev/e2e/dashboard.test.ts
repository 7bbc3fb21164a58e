import { beforeAll, describe, expect, it } from "vitest";
import { dashboardQuery } from "./dashboard.query.ts";
import { type Answer, ask, metric, ports, tokenFor } from "./running.system.ts";

const subgraphs = ["identity", "patient", "provider", "appointment", "billing"] as const;

let staff: string;
beforeAll(async () => {
  staff = await tokenFor("staff@careconnect.test");
});

function dashboard(first: number, token = staff): Promise<Answer> {
  return ask(token, dashboardQuery, { first, now: new Date().toISOString() });
}

type Cost = Record<string, { requests: number; selects: number }>;

/**
 * What one dashboard costs each subgraph: requests to /graphql and SQL selects. The least of several: what subgraphs do by
 * themselves every few seconds comes on top of some.
 */
async function costOf(first: number): Promise<Cost> {
  const of = await leastCost(() => dashboard(first));
  // Some metrics are counted in the database when they are read.
  const reading = await leastCost(async () => ({ errors: undefined }));
  return costs((name) => ({
    requests: (of[name]?.requests ?? Infinity) - (reading[name]?.requests ?? 0),
    selects: (of[name]?.selects ?? Infinity) - (reading[name]?.selects ?? 0),
  }));
}

const costs = (of: (name: (typeof subgraphs)[number]) => NonNullable<Cost[string]>): Cost =>
  Object.fromEntries(subgraphs.map((name) => [name, of(name)]));

async function leastCost(work: () => Promise<{ readonly errors?: unknown }>): Promise<Cost> {
  const measured: Cost[] = [];
  for (let count = 0; count < 5; count += 1) measured.push(await measuredCost(work));
  return costs((name) => ({
    requests: Math.min(...measured.map((cost) => cost[name]?.requests ?? Infinity)),
    selects: Math.min(...measured.map((cost) => cost[name]?.selects ?? Infinity)),
  }));
}

async function measuredCost(work: () => Promise<{ readonly errors?: unknown }>): Promise<Cost> {
  const read = async () =>
    new Map(
      await Promise.all(
        subgraphs.map(async (name) => {
          const requests = await metric(
            ports[name],
            "careconnect_http_request_duration_seconds_count",
            'route="/graphql"',
          );
          const selects = await metric(ports[name], "careconnect_sql_statements_total", 'kind="select"');
          return [name, { requests, selects }] as const;
        }),
      ),
    );
  const before = await read();
  expect((await work()).errors).toBeUndefined();
  const after = await read();
  return costs((name) => ({
    requests: (after.get(name)?.requests ?? 0) - (before.get(name)?.requests ?? 0),
    selects: (after.get(name)?.selects ?? 0) - (before.get(name)?.selects ?? 0),
  }));
}

describe("the dashboard, in one query", () => {
  it("answers with everything, joined", async () => {
    const { data, errors } = await dashboard(5);
    expect(errors).toBeUndefined();
    expect(data.viewer).toMatchObject({ roles: ["STAFF"], organization: { currency: "USD" } });
    expect(data.patients.nodes).toHaveLength(5);
    expect(data.providers.nodes[0].specialties.length).toBeGreaterThan(0);
    for (const list of [data.upcoming, data.past]) {
      expect(list.nodes).toHaveLength(5);
      for (const appointment of list.nodes) {
        expect(appointment.patient.fullName).toBeTruthy();
        expect(appointment.provider.fullName).toBeTruthy();
      }
    }
    expect(data.invoices.nodes[0].patient.fullName).toBeTruthy();
    expect(data.appointmentSummary.total).toBeGreaterThan(data.appointmentSummary.upcoming);
  });

  it("asks each subgraph once per step of the plan, and each list is one statement, whatever the page size", async () => {
    await dashboard(5);
    const small = await costOf(2);
    const large = await costOf(50);
    // Identity is asked for revocations by every service each second, which counts too: its selects are in viewer.test.ts.
    const { identity: _, ...lists } = small;
    expect(large).toMatchObject({ ...lists, identity: { requests: 1 } });
    // patient: its root list, then the references of three lists; provider: its root list and the references of two.
    // Each request of who is no administrator asks first whose record is restricted: one of the selects of each.
    expect(small).toMatchObject({
      identity: { requests: 1 },
      patient: { requests: 4, selects: 8 },
      provider: { requests: 3 },
      appointment: { requests: 1, selects: 4 },
      billing: { requests: 1, selects: 2 },
    });
  });

  it("shows another organization none of it", async () => {
    const mine = await dashboard(100);
    const other = await dashboard(100, await tokenFor("admin@otherclinic.test"));
    expect(other.errors).toBeUndefined();
    const ids = (answer: Answer) =>
      ["patients", "providers", "upcoming", "past", "invoices"].flatMap((list) =>
        answer.data[list].nodes.map((node: { id: string }) => node.id),
      );
    const theirs = new Set(ids(other));
    expect(theirs.size).toBeGreaterThan(0);
    expect(ids(mine).filter((id) => theirs.has(id))).toEqual([]);
  });

  it("shows a patient only their own", async () => {
    const { data, errors } = await dashboard(100, await tokenFor("patient@careconnect.test"));
    expect(errors).toBeUndefined();
    expect(data.patients.nodes).toHaveLength(1);
    const [self] = data.patients.nodes;
    const people = [...data.upcoming.nodes, ...data.past.nodes, ...data.invoices.nodes].map(
      (node) => node.patient.fullName,
    );
    expect(people.length).toBeGreaterThan(0);
    expect(new Set(people)).toEqual(new Set([self.fullName]));
  });
});
