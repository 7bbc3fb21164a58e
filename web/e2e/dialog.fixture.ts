import type { Page } from "@playwright/test";
import { expectAccessibleInBothSchemes } from "./access.fixture.ts";
import { expect } from "./accounts.fixture.ts";
import { dialogOf } from "./booking.fixture.ts";

export const dialogSizes = [
  [1440, 900],
  [390, 844],
] as const;

/** A text field of the open dialog. */
export const field = (page: Page, name: string | RegExp) => dialogOf(page).getByRole("textbox", { name });

/** Presses a button of the open dialog. */
export const press = (page: Page, name: string) => dialogOf(page).getByRole("button", { name, exact: true }).click();

/** Chooses what it is called from a field of the open dialog, or of `within`, that is chosen from. */
export async function choose(page: Page, name: string, option: string, within = dialogOf(page)): Promise<void> {
  await within.getByRole("combobox", { name }).fill(option);
  await page.getByRole("option", { name: option }).click();
}

/** The open dialog is accessible in light and dark, nothing in it is wider than it, and on a phone it is the whole screen. */
export async function expectDialogFits(page: Page, [width, height]: readonly [number, number]): Promise<void> {
  await page.setViewportSize({ width, height });
  if (width < 500) {
    await expect.poll(() => dialogOf(page).boundingBox()).toMatchObject({ x: 0, y: 0, width, height });
  }
  await expect.poll(() => dialogOf(page).evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
  await expectAccessibleInBothSchemes(page);
}

/** The open dialog has the focus and keeps it, however long one presses Tab; Escape closes it, and what opened it is where the focus was. */
export async function expectDialogHoldsFocus(page: Page): Promise<void> {
  const inside = () => page.evaluate(() => document.activeElement?.closest("[role=dialog], dialog") !== null);
  await expect.poll(inside).toBe(true);
  const stops = await dialogOf(page).locator("button, input, textarea, select, a[href]").count();
  for (const key of ["Shift+Tab", "Shift+Tab", ...Array.from({ length: Math.min(stops, 12) + 2 }, () => "Tab")]) {
    await page.keyboard.press(key);
    expect({ key, inside: await inside() }).toEqual({ key, inside: true });
  }
  const giveUp = dialogOf(page).getByRole("button", { name: "Discard" });
  await expect(async () => {
    // What was typed is given up only by whoever says so; and the first Escape may only close a list that is open.
    if (await giveUp.isVisible()) await giveUp.click();
    else if ((await dialogOf(page).count()) > 0) await page.keyboard.press("Escape");
    await expect(dialogOf(page)).toHaveCount(0, { timeout: 1_000 });
  }).toPass({ timeout: 15_000 });
  await expect.poll(() => page.evaluate(() => document.activeElement?.matches("button, a, input, h1"))).toBe(true);
}
