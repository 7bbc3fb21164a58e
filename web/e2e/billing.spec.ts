import type { Page } from "@playwright/test";
import { expectAccessible } from "./access.fixture.ts";
import { expect, test } from "./accounts.fixture.ts";
import { chargePatient, draftOfVisit, issueDraft, payOnline } from "./billing.fixture.ts";
import { dialogOf } from "./booking.fixture.ts";
import { field, press } from "./dialog.fixture.ts";

// A visit takes place before there is anything to bill.
test.describe.configure({ timeout: 240_000 });

const payments = (page: Page) => page.getByRole("region", { name: "Payments" });
const live = (page: Page) => page.getByRole("status").filter({ hasText: /^Live$/ });

test("a visit is billed, paid by card after a decline, and refunded in part; its PDF is opened", async ({
  page: desk,
  browser,
  enter,
}) => {
  const draft = await draftOfVisit(browser, enter);
  const home = await browser.newContext();
  const patient = await home.newPage();
  await enter(desk, "admin");
  await enter(patient, "patient");
  await chargePatient(desk, draft);
  await desk.goto(`/billing/${draft.id}`);
  await expect(live(desk)).toBeVisible({ timeout: 30_000 });

  await desk.getByRole("button", { name: "More actions" }).click();
  await desk.getByRole("menuitem", { name: "Edit lines" }).click();
  await field(desk, "Unit price").first().fill("1.2.3");
  await press(desk, "Save lines");
  await expect(field(desk, "Unit price").first()).toBeFocused();
  await field(desk, "Unit price").first().fill("130.00");
  await field(desk, "Discount").fill("10.00");
  await dialogOf(desk).getByRole("button", { name: "Add line" }).click();
  await expectAccessible(desk);
  await dialogOf(desk).getByRole("button", { name: "Remove line 2" }).click();
  await press(desk, "Save lines");
  const charged = desk.getByRole("region", { name: "What was billed" });
  await expect(charged).toContainText("-$10.00");
  await expect(charged).toContainText("$120.00");

  await desk.getByRole("button", { name: "Issue", exact: true }).click();
  await press(desk, "Issue");
  await expect(desk.getByRole("heading", { level: 1, name: /^INV-/ })).toBeVisible();

  await payOnline(patient, draft.id, "pm_card_chargeDeclinedInsufficientFunds");
  await expect(payments(desk)).toContainText("Failed");
  await expect(payments(desk)).toContainText("not enough money");
  await payOnline(patient, draft.id, "pm_card_visa");
  const refund = payments(desk).getByRole("button", { name: "Refund the payment of $120.00", disabled: false });
  await expect(refund).toHaveCount(1);
  await expect(desk.getByRole("heading", { level: 1 }).locator("xpath=ancestor::header")).toContainText("Paid");

  await refund.click();
  await field(desk, /^Amount/).fill("20.00");
  await press(desk, "Refund");
  await expect(field(desk, /^Reason/)).toBeFocused();
  await field(desk, /^Reason/).fill("The visit was shorter than billed");
  await press(desk, "Refund");
  await expect(dialogOf(desk)).toHaveCount(0);
  await expect(payments(desk)).toContainText("The visit was shorter than billed");
  await expect(payments(desk)).toContainText("-$20.00");
  await expect(payments(desk)).toContainText("Partly refunded");

  // Opened beside the app, where a browser without a window has nothing to show it with.
  const [print] = await Promise.all([
    desk.context().waitForEvent("response", (response) => response.url().includes("/files/invoices")),
    desk.getByRole("button", { name: "PDF", exact: true }).click(),
  ]);
  expect(print.headers()["content-type"]).toContain("application/pdf");
  const file = await desk.request.get(print.url());
  expect((await file.body()).subarray(0, 5).toString()).toBe("%PDF-");
  await home.close();
});

test("a payment that one window writes down appears in another, also what was paid while that one was cut off", async ({
  page: watching,
  browser,
  enter,
}) => {
  const draft = await draftOfVisit(browser, enter);
  const other = await browser.newContext();
  const desk = await other.newPage();
  await enter(watching, "admin");
  await enter(desk, "admin");
  await issueDraft(desk, await chargePatient(desk, draft));
  const pay = async (amount: string, receipt: string) => {
    await desk.getByRole("button", { name: "Record payment" }).click();
    await field(desk, /^Amount/).fill(amount);
    await field(desk, /^Receipt/).fill(receipt);
    await press(desk, "Record payment");
    await expect(dialogOf(desk)).toHaveCount(0);
  };

  await desk.goto(`/billing/${draft.id}`);
  await watching.goto("/billing/payments");
  await expect(live(watching)).toBeVisible({ timeout: 30_000 });
  const heading = desk.getByRole("heading", { level: 1, name: /^INV-/ });
  await expect(heading).toBeVisible({ timeout: 30_000 });
  const number = (await heading.textContent()) ?? "";
  const rows = watching.getByRole("row").filter({ hasText: number });
  await expect(rows).toHaveCount(0);

  await pay("30.00", "R-1");
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText("$30.00");

  await watching.context().setOffline(true);
  await expect(live(watching)).toHaveCount(0);
  await pay("50.00", "R-2");
  await expect(rows).toHaveCount(1);
  await watching.context().setOffline(false);
  await expect(live(watching)).toBeVisible({ timeout: 30_000 });
  await expect(rows).toHaveCount(2);
  await expect(rows.filter({ hasText: "$50.00" })).toBeVisible();
  await other.close();
});
