import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { repositoryRoot } from "../src/repository.root.ts";
import { ask, tokenFor } from "./running.system.ts";

const query = /* GraphQL */ `{
  dashboardMetrics(period: ALL) { asOf patients providers appointments { total cancelled } revenue { currency amount } }
  appointmentSummary { total cancelled }
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

/** Where money is that was received: what was credited is not owed any more, and nobody paid it. */
const moneyAccounts = new Set(["CASH", "BANK", "CARD_CLEARING", "GATEWAY_CLEARING", "SETTLED_BEFORE_IMPORT"]);

/** What was received for invoices and not given back, as billing's ledger has it. */
async function received(): Promise<number> {
  const { data, errors } = await ask(staff, "{ ledgerBalances { account balance { amount currency } } }", {});
  expect(errors).toBeUndefined();
  return data.ledgerBalances
    .filter((one: Balance) => moneyAccounts.has(one.account) && one.balance.currency === "USD")
    .reduce((sum: number, { balance }: Balance) => sum + balance.amount, 0);
}

interface Balance {
  readonly account: string;
  readonly balance: { readonly amount: number; readonly currency: string };
}

describe("the metrics of the dashboard", () => {
  it("come to agree with what the owners of the records count", async () => {
    const amount = await received();
    expect(amount).toBeGreaterThan(0);
    await vi.waitFor(
      async () => {
        const { dashboardMetrics, appointmentSummary, patients, providers } = await dashboard();
        expect(dashboardMetrics).toMatchObject({
          patients: patients.totalCount,
          providers: providers.totalCount,
          appointments: appointmentSummary,
          revenue: { currency: "USD", amount },
        });
      },
      { timeout: 40_000, interval: 300 },
    );
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
