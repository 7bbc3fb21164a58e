import type { Page } from "@playwright/test";
import { expect, test } from "./accounts.fixture.ts";
import { dialogOf } from "./booking.fixture.ts";

// Several pages are opened, one after the other.
test.describe.configure({ timeout: 120_000 });

const heading = (page: Page) => page.getByRole("heading", { level: 1 });

/** Opens the first record of a list by keyboard. */
async function openFirst(page: Page, path: string): Promise<void> {
  await page.goto(path);
  const first = page.locator(`main a[href^="${path}/"]:not(nav a)`).first();
  await first.focus();
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname.startsWith(`${path}/`));
}

test("the first stop of a page leads past its frame", async ({ page, enter }) => {
  await enter(page, "staff");
  await page.goto("/patients");
  await expect(heading(page)).toBeVisible();
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to content" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport({ ratio: 1 });
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.closest("main") !== null)).toBe(true);
});

test("whoever follows a link is at the heading of where it leads", async ({ page, enter }) => {
  await enter(page, "admin");
  for (const path of ["/billing", "/patients", "/providers"]) {
    await openFirst(page, path);
    await expect(heading(page)).toBeFocused();
  }
  await page.getByRole("link", { name: "Edit availability" }).press("Enter");
  await expect(page).toHaveURL(/\/availability$/);
  await expect(heading(page)).toBeFocused();
});

test("a dialog that a menu opens gives the focus back to the menu's button", async ({ page, enter }) => {
  await enter(page, "staff");
  await page.goto("/appointments?period=all");
  const actions = page
    .getByRole("main")
    .getByRole("button", { name: /^Actions for / })
    .first();
  await actions.press("Enter");
  await expect(page.getByRole("menuitem").first()).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("menu")).toHaveCount(0);
  await expect(actions).toBeFocused();
  await actions.press("Enter");
  await page.getByRole("menuitem", { name: "Visit details" }).press("Enter");
  await expect(dialogOf(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialogOf(page)).toHaveCount(0);
  await expect(actions).toBeFocused();
});

test("the drawer of a phone keeps the focus until it is closed", async ({ page, enter }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await enter(page, "staff");
  await page.goto("/");
  const burger = page.getByRole("button", { name: "Open menu" });
  await burger.press("Enter");
  const drawer = page.getByRole("dialog", { name: "Navigation and account" });
  await expect(drawer).toBeVisible();
  for (let stop = 0; stop < 14; stop += 1) {
    await page.keyboard.press("Tab");
    // The browser's own bar is a stop, too; nothing of the page behind is.
    const behind = () => document.activeElement !== document.body && document.activeElement?.closest("dialog") === null;
    expect(await page.evaluate(behind)).toBe(false);
  }
  await page.keyboard.press("Escape");
  await expect(drawer).toHaveCount(0);
  await expect(burger).toBeFocused();
});

test("nothing moves for whoever wants it so, also not a dialog that opens", async ({ page, enter }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await enter(page, "staff");
  await page.goto("/patients");
  await page.getByRole("button", { name: "Add patient" }).click();
  await expect(dialogOf(page)).toBeVisible();
  const moving = () =>
    page.evaluate(() =>
      document
        .getAnimations()
        .filter(({ effect }) => Number(effect?.getComputedTiming().activeDuration) > 50)
        .map(({ effect }) => (effect as KeyframeEffect).target?.outerHTML),
    );
  expect(await moving()).toEqual([]);
});

test("what takes the focus is not below the bar at the top", async ({ page, enter }) => {
  await enter(page, "staff");
  await page.goto("/patients");
  const links = page.locator('main a[href^="/patients/"]');
  await expect(links.first()).toBeVisible();
  await links.nth(14).focus();
  await page.mouse.wheel(0, 600);
  const bar = (await page.getByRole("banner").boundingBox())?.height ?? 0;
  for (let stop = 0; stop < 10; stop += 1) {
    await page.keyboard.press("Shift+Tab");
    const top = await page.evaluate(() => document.activeElement?.getBoundingClientRect().top);
    expect(top).toBeGreaterThanOrEqual(bar);
  }
});
