import { emailOf, expect, signInAtIdentity, test } from "./accounts.fixture.ts";

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

test("the list follows the search, which a reload and the way back keep, and no address", async ({ page, enter }) => {
  await enter(page, "doctor");
  await page.goto("/patients");
  const rows = page.locator('main a[href^="/patients/"]');
  const name = (await rows.first().textContent()) ?? "";
  const search = name.split(" ").at(-1) ?? "";
  const field = page.getByRole("main").getByRole("searchbox");
  const found = async () => {
    await expect(field).toHaveValue(search);
    await expect(rows.filter({ hasNotText: search })).toHaveCount(0);
    await expect(rows.first()).toContainText(search);
    await expect(page).toHaveURL(/\/patients$/);
  };
  const addresses: string[] = [];
  page.on("request", (request) => addresses.push(request.url(), request.headers().referer ?? ""));
  await field.fill(search);
  await found();
  await page.reload();
  await found();
  await rows.first().click();
  await expect(page).toHaveURL(/\/patients\/[\w-]+$/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(search);
  await expect(page).toHaveTitle("Patient record · CareConnect");
  await page.goBack();
  await found();
  await page.goForward();
  await page.getByRole("link", { name: "Back to Patients" }).click();
  await found();
  expect(addresses.filter((address) => address.includes(search))).toEqual([]);
});

test("whoever signs out leaves no search: not on the way to the sign-in page, and not on the way back", async ({
  page,
}) => {
  // Of its own: the session of the other tests would be over.
  await page.goto("/session/sign-in?return=/healthz");
  await signInAtIdentity(page, emailOf("nurse"));
  await expect(page).toHaveURL(/\/healthz$/);
  await page.goto("/patients");
  const field = page.getByRole("main").getByRole("searchbox");
  await field.fill("emily.abbott@example.org");
  await expect(page.getByText("1 patient", { exact: true }).or(page.getByText("No patient matches"))).toBeVisible();
  const kept = () => page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }, history.state]));
  expect(await kept()).toContain("emily.abbott");
  await page.getByRole("link", { name: "Dashboard" }).click();
  await expect(page.getByRole("region", { name: "Today's appointments" })).toBeVisible();
  await page.getByRole("button", { name: /^Account of / }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  expect(await kept()).not.toContain("emily.abbott");
  await page.goto("/session/sign-in?return=/healthz");
  await signInAtIdentity(page, emailOf("nurse"));
  await expect(page).toHaveURL(/\/healthz$/);
  await page.goto("/");
  await expect(page.getByRole("region", { name: "Today's appointments" })).toBeVisible();
  await page.getByRole("link", { name: "Patients", exact: true }).click();
  await expect(field).toHaveValue("");
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
