import { expect, test } from "./accounts.fixture.ts";

test("the top bar's search leads to a patient by keyboard alone", async ({ page, enter }) => {
  await enter(page, "doctor");
  await page.goto("/patients");
  const first = page.locator('main a[href^="/patients/"]').first();
  const name = (await first.textContent()) ?? "";
  await page.goto("/");
  const search = page
    .getByRole("searchbox", { name: "Search patients" })
    .or(page.getByRole("combobox", { name: "Search patients" }));
  await search.fill(name.split(" ").at(-1) ?? "");
  await expect(page.getByRole("option").first()).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/patients\/[\w-]+$/);
});

test("the list follows the search, and the address keeps it", async ({ page, enter }) => {
  await enter(page, "doctor");
  await page.goto("/patients");
  const rows = page.locator('main a[href^="/patients/"]');
  const name = (await rows.first().textContent()) ?? "";
  const search = name.split(" ").at(-1) ?? "";
  await page.getByRole("main").getByRole("searchbox").fill(search);
  await expect(page).toHaveURL(/search=/);
  await expect(rows.first()).toContainText(search);
  await page.reload();
  await expect(page.getByRole("main").getByRole("searchbox")).toHaveValue(search);
  await expect(rows.first()).toContainText(search);
});

test("scrolling brings further appointments while few rows stand in the document", async ({ page, enter }) => {
  await enter(page, "nurse");
  await page.goto("/appointments?period=all");
  const rows = page.locator("main tbody tr[aria-rowindex]");
  await expect(rows.first()).toBeVisible();
  for (let turn = 0; turn < 8; turn += 1) {
    await page.mouse.wheel(0, 2_000);
    await page.waitForLoadState("networkidle");
  }
  await expect.poll(async () => Number((await rows.last().getAttribute("aria-rowindex")) ?? 0)).toBeGreaterThan(80);
  expect(await rows.count()).toBeLessThan(60);
});

test("the theme that was chosen is still there after a reload", async ({ page, enter }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await enter(page, "doctor");
  await page.goto("/");
  await page.getByRole("button", { name: "Theme" }).click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  const scheme = page.locator("html");
  await expect(scheme).toHaveAttribute("data-mantine-color-scheme", "dark");
  await page.reload();
  await expect(scheme).toHaveAttribute("data-mantine-color-scheme", "dark");
});

test("on a phone the navigation is a drawer that closes by itself", async ({ page, enter }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await enter(page, "doctor");
  await page.goto("/");
  await page.getByRole("button", { name: "Open menu" }).click();
  const drawer = page.getByRole("dialog", { name: "Navigation and account" });
  await drawer.getByRole("link", { name: "Providers" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Providers" })).toBeVisible();
  await expect(drawer).toBeHidden();
});

test("a patient finds the own care, and no lists of other people", async ({ page, enter }) => {
  await enter(page, "patient");
  await page.goto("/");
  await expect(page.getByRole("region", { name: "Your upcoming appointments" })).toBeVisible();
  const navigation = page.getByRole("navigation", { name: "Main" });
  await expect(navigation.getByRole("link")).toHaveText(["Dashboard", "My appointments", "My record", "My invoices"]);
  await page.goto("/patients");
  await expect(page.getByRole("heading", { level: 1, name: "There is nothing here" })).toBeVisible();
});

test("the skip link leads past the navigation", async ({ page, enter }) => {
  await enter(page, "doctor");
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
});
