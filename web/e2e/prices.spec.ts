import type { Page } from "@playwright/test";
import { expect, test } from "./accounts.fixture.ts";
import { dialogOf } from "./booking.fixture.ts";
import { choose, field, press } from "./dialog.fixture.ts";

/** Of visits by telephone nobody else says a price, which would hold where this one does not. */
async function chooseKind(page: Page, within = dialogOf(page)): Promise<void> {
  await within.getByRole("combobox", { name: "Kind of visit" }).click();
  await page.getByRole("option", { name: "Phone" }).click();
}

/** A day to come that is no other run's: each second has another one. */
function ownDay(begunAt: number): string {
  const day = 86_400_000;
  return new Date(Date.UTC(2031, 0, 1) + (Math.floor(begunAt / 1_000) % 20_000) * day).toISOString().slice(0, 10);
}

test("a price and a payer's terms say who pays what of a visit, from their first day to their last", async ({
  page,
  enter,
}) => {
  const begunAt = Date.now();
  const plan = `Silver ${begunAt}`;
  const [first, dayAfter] = [ownDay(begunAt), ownDay(begunAt + 1_000)];
  await enter(page, "admin");
  await page.goto("/billing/terms");
  await page.getByRole("button", { name: "Add terms" }).click();
  await press(page, "Add terms");
  await expect(dialogOf(page).getByRole("combobox", { name: "Payer" })).toHaveAccessibleDescription("Fill this in.");
  await choose(page, "Payer", "Beacon Mutual");
  await field(page, /^Plan/).fill(plan);
  await field(page, /^Copay/).fill("20");
  await field(page, /^Coinsurance/).fill("10");
  await dialogOf(page).getByLabel("First day").fill(first);
  await press(page, "Add terms");
  const terms = page.getByRole("row").filter({ hasText: plan });
  await expect(terms).toContainText("Beacon Mutual");
  await expect(terms).toContainText("$20.00");
  await expect(terms).toContainText("10%");
  await expect(terms).toContainText("To come");

  await page.goto(`/billing/prices?on=${first}`);
  await page.getByRole("button", { name: "Add price" }).click();
  await chooseKind(page);
  await choose(page, "Specialty", "Neurology");
  await choose(page, "Payer", "Beacon Mutual");
  await field(page, /^Price before tax/).fill("150.00");
  await dialogOf(page).getByLabel("First day").fill(first);
  await press(page, "Add price");
  const price = page.getByRole("row").filter({ hasText: "Neurology" }).filter({ hasText: "$150.00" });
  await expect(price).toContainText("To come");

  const preview = page.getByRole("region", { name: "What would a visit cost?" });
  await chooseKind(page, preview);
  await choose(page, "Specialty", "Neurology", preview);
  await choose(page, "Payer", "Beacon Mutual", preview);
  await preview.getByRole("textbox", { name: "Plan" }).fill(plan);
  await preview.getByLabel("Day of the visit").fill(dayAfter);
  const quote = preview.getByRole("status");
  await expect(quote).toContainText("Total$150.00");
  await expect(quote).toContainText("Patient: copay$20.00");
  await expect(quote).toContainText("Patient: coinsurance$13.00");
  await expect(quote).toContainText("Payer: the rest$117.00");

  await price.getByRole("button", { name: "End the price of Phone" }).click();
  await press(page, "End");
  await expect(page.getByRole("alert").filter({ hasText: "The price ends on" })).toBeVisible();
  await expect(price).toContainText("–");
  await expect(price.getByRole("button")).toHaveCount(0);
  // What it said of a day is read again once somebody asks of it again.
  await preview.getByLabel("Day of the visit").fill(first);
  await expect(quote).toContainText("Total$150.00");
  await preview.getByLabel("Day of the visit").fill(dayAfter);
  await expect(quote).toContainText("There is no price for this visit on that day.");
});
