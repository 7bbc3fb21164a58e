import type { Page } from "@playwright/test";
import { expect, test } from "./accounts.fixture.ts";
import { chargePatient, draftOfVisit, issueDraft } from "./billing.fixture.ts";
import { field, press } from "./dialog.fixture.ts";

// A visit takes place before there is anything to correct.
test.describe.configure({ timeout: 120_000 });

async function choose(page: Page, item: string): Promise<void> {
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

test("an invoice is voided, another one stands in its place, and what that charges too much is credited", async ({
  page,
  browser,
  enter,
}) => {
  const draft = await draftOfVisit(browser, enter);
  await enter(page, "admin");
  await issueDraft(page, await chargePatient(page, draft));
  await page.goto(`/billing/${draft.id}`);
  const heading = page.getByRole("heading", { level: 1, name: /^INV-/ });
  const head = page.getByRole("heading", { level: 1 }).locator("xpath=ancestor::header");
  await expect(heading).toBeVisible();
  const voided = (await heading.textContent()) ?? "";

  await choose(page, "Void");
  await press(page, "Void");
  await expect(field(page, /^Reason/)).toBeFocused();
  await field(page, /^Reason/).fill("It was billed to the wrong payer");
  await press(page, "Void");
  await expect(head).toContainText("It was billed to the wrong payer");
  await page.getByRole("button", { name: "Make a replacement" }).click();
  await press(page, "Make a replacement");
  const summary = page.getByRole("region", { name: "Summary" });
  await expect(summary).toContainText(`In the place of${voided}`);
  await expect(head).toContainText("Draft");

  await page.getByRole("button", { name: "Issue", exact: true }).click();
  await press(page, "Issue");
  await expect(heading).toBeVisible();
  const standing = (await heading.textContent()) ?? "";
  expect(standing).not.toBe(voided);
  await choose(page, "Credit note");
  await field(page, /^Amount/).fill("120.01");
  await field(page, /^Reason/).fill("The call was shorter than it was billed");
  await press(page, "Issue a credit note");
  await expect(field(page, /^Amount/)).toBeFocused();
  await field(page, /^Amount/).fill("20.00");
  await press(page, "Issue a credit note");
  const notes = page.getByRole("region", { name: "Credit notes" });
  await expect(notes).toContainText("The call was shorter than it was billed");
  await expect(notes).toContainText("-$20.00");
  await expect(summary).toContainText("$100.00");

  await summary.getByRole("link", { name: voided }).click();
  await expect(page.getByRole("heading", { level: 1, name: voided })).toBeVisible();
  await expect(summary).toContainText(`Replaced by${standing}`);
});
