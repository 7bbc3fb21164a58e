import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
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
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", colorScheme);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  }
}
