import { execFile } from "node:child_process";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { repositoryRoot } from "../src/repository.root.ts";
import { ask, tokenFor } from "./running.system.ts";

const query = /* GraphQL */ `{
  dashboardMetrics(period: ALL) { asOf patients providers appointments { total cancelled } revenue { currency amount } }
  owners: appointmentSummary { total cancelled }
  patients(filter: { archived: false }) { totalCount }
  providers(filter: { status: ACTIVE }) { totalCount }
}`;

let staff: string;
beforeAll(async () => {
  staff = await tokenFor("staff@careconnect.test");
});

// biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of its query
async function dashboard(): Promise<any> {
  const { data, errors } = await ask(staff, query, {});
  expect(errors).toBeUndefined();
  return data;
}

function isUpToDate({ dashboardMetrics: metrics, ...owners }: Awaited<ReturnType<typeof dashboard>>): boolean {
  return (
    metrics?.appointments.total === owners.owners.total &&
    metrics.appointments.cancelled === owners.owners.cancelled &&
    metrics.patients === owners.patients.totalCount &&
    metrics.providers === owners.providers.totalCount
  );
}

describe("the metrics of the dashboard", () => {
  it("come to agree with what the owners of the records count", async () => {
    for (let round = 0; !isUpToDate(await dashboard()); round += 1) {
      if (round > 100) throw new Error(`The reports lag behind: ${JSON.stringify(await dashboard())}`);
      await wait(300);
    }
    const { dashboardMetrics } = await dashboard();
    expect(dashboardMetrics.revenue).toEqual({ currency: "USD", amount: expect.any(Number) });
    expect(dashboardMetrics.revenue.amount).toBeGreaterThan(0);
  });

  it("are the same after a rebuild", async () => {
    const { dashboardMetrics: before } = await dashboard();
    const program = join(repositoryRoot, "dev/dist/src/reports/rebuild.command.js");
    const { stdout } = await promisify(execFile)(process.execPath, [program], { env: process.env, timeout: 60_000 });
    expect(stdout).toMatch(/^Rebuilt the reports of CareConnect Clinic from \d+ events/);
    expect((await dashboard()).dashboardMetrics).toEqual(before);
  });

  it("are not for patients", async () => {
    const { data, errors } = await ask(
      await tokenFor("patient@careconnect.test"),
      "{ dashboardMetrics { patients } }",
      {},
    );
    expect(data).toEqual({ dashboardMetrics: null });
    expect(errors?.[0]).toMatchObject({ extensions: { code: "FORBIDDEN" } });
  });
});
