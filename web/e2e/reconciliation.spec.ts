import type { Page } from "@playwright/test";
import { expect, test } from "./accounts.fixture.ts";
import { askApi, command, dialogOf } from "./booking.fixture.ts";

// A comparison begins within half a minute.
test.describe.configure({ timeout: 180_000 });

const hour = 3_600_000;

interface BilledVisit {
  readonly id: string;
  readonly version: number;
  readonly total: { readonly amount: number };
  readonly balance: { readonly amount: number };
  readonly patient: { readonly fullName: string };
  readonly appointment: { readonly startsAt: string } | null;
}

/** Withdraws the invoice of a visit of the last weeks of which nothing was paid, so that nobody bills it. @returns whose it was */
async function withdrawInvoice(page: Page): Promise<string> {
  const { invoices } = await askApi<{ invoices: { readonly nodes: readonly BilledVisit[] } }>(
    page,
    `query ($filter: InvoiceFilter!) { invoices(first: 100, filter: $filter) { nodes {
       id version total { amount } balance { amount } patient { fullName } appointment { startsAt } } } }`,
    { filter: { status: ["ISSUED", "OVERDUE"] } },
  );
  const ago = ({ appointment }: BilledVisit) => (Date.now() - Date.parse(appointment?.startsAt ?? "")) / hour;
  const untouched = invoices.nodes.find(
    (one) => one.total.amount === one.balance.amount && ago(one) > 24 && ago(one) < 24 * 28,
  );
  if (untouched === undefined) {
    throw new Error("There is no visit of the last weeks for which nothing was paid.");
  }
  const { id, version, patient } = untouched;
  await command(page, "voidInvoice", { id, expectedVersion: version, reason: "It was billed to the wrong payer" });
  return patient.fullName;
}

test("a comparison finds the visit that nobody bills, and leads to it and to its invoice", async ({ page, enter }) => {
  await enter(page, "admin");
  const patient = await withdrawInvoice(page);
  await page.goto("/billing/reconciliation");
  await page.getByRole("button", { name: "Compare now" }).first().click({ timeout: 60_000 });
  const row = page.getByRole("row").filter({ hasText: patient }).filter({ hasText: "Visit without an invoice" });
  await expect(row).toBeVisible({ timeout: 90_000 });
  await page
    .getByRole("group", { name: "Show one kind" })
    .getByRole("button", { name: /^Visit without an invoice/ })
    .click();
  await expect(page.getByText("A visit took place, and no invoice stands for it.")).toBeVisible();
  await row.getByRole("button", { name: /^Visit on / }).click();
  await expect(dialogOf(page)).toContainText(patient);
  await page.keyboard.press("Escape");
  await expect(dialogOf(page)).toHaveCount(0);
  await row.getByRole("button", { name: "Make invoice" }).click();
  await expect(page).toHaveURL(/\/billing\/[\w-]{30,}$/);
  await expect(page.getByRole("region", { name: "Summary" })).toContainText(patient);
  await expect(page.getByRole("heading", { level: 1 }).locator("xpath=ancestor::header")).toContainText("Draft");
});
