import type { Route } from "@playwright/test";
import { emailOf, expect, signInAtIdentity, test } from "./accounts.fixture.ts";

test("signs in at identity and reads the dashboard, which is one request", async ({ page }) => {
  const operations: string[] = [];
  const later: Route[] = [];
  const again: string[] = [];
  // What is read again once the server listens for changes is held back: the page shows everything without it.
  await page.route("**/graphql", async (route, request) => {
    const { operationName } = request.postDataJSON() as { operationName: string };
    if (operations.includes("StaffDashboard")) {
      later.push(route);
      again.push(operationName);
      return;
    }
    operations.push(operationName);
    await route.continue();
  });
  await page.goto("/");
  await expect(page).toHaveURL(/\/sign-in$/);
  await page.getByRole("link", { name: "Sign in", exact: true }).click();
  operations.length = 0;
  await signInAtIdentity(page, emailOf("doctor"));

  await expect(page.getByRole("heading", { level: 1, name: /^Good (morning|afternoon|evening), / })).toBeVisible();
  await expect(page.getByRole("article", { name: "Patients" })).toContainText(/[1-9]/);
  await expect(page.getByRole("article", { name: "Appointments today" })).toContainText(/\d/);
  await expect(page.getByRole("region", { name: "Today's appointments" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Recent invoices" }).getByRole("listitem").first()).toBeVisible();
  await expect(page.getByText("Some services are not answering")).toHaveCount(0);
  expect(operations.filter((name) => name !== "Session")).toEqual(["StaffDashboard"]);
  // Nothing but what the one request has read already.
  expect(again.filter((name) => name !== "StaffDashboard" && name !== "DashboardNumbers")).toEqual([]);
  await Promise.all(later.map((route) => route.continue()));
});

test("a demo account that is chosen is filled in at identity, and leads back to the page that was wanted", async ({
  page,
}) => {
  await page.goto("/sign-in?return=/sessions");
  await page.getByRole("link", { name: /^nurse@careconnect\.test/ }).click();
  await expect(page.getByLabel("E-mail address")).toHaveValue(emailOf("nurse"));
  await expect(page.getByLabel("Password")).toBeFocused();
  await signInAtIdentity(page, emailOf("nurse"));
  await expect(page).toHaveURL(/\/sessions$/);
});

test("a wrong password does not get in", async ({ page }) => {
  await page.goto("/session/sign-in");
  await signInAtIdentity(page, emailOf("doctor"), "not the password");
  await expect(page.locator('input[name="password"]')).toBeVisible();
  await expect(page).toHaveURL(/\/oidc\//);
});

test("comes back to the page that was wanted, and signs out in every tab and at identity", async ({
  page,
  context,
}) => {
  await page.goto("/patients?archived=1");
  await expect(page).toHaveURL(/\/sign-in\?return=/);
  await page.getByRole("link", { name: "Sign in", exact: true }).click();
  await signInAtIdentity(page, emailOf("admin"));
  await expect(page).toHaveURL(/\/patients\?archived=1$/);
  await expect(page.getByRole("heading", { level: 1, name: "Patients" })).toBeVisible();
  const other = await context.newPage();
  await other.goto("/appointments");
  await expect(other.getByRole("heading", { level: 1, name: "Appointments" })).toBeVisible();

  await page.getByRole("button", { name: /^Account of / }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  for (const tab of [page, other]) {
    await expect(tab.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
    await expect(tab.getByRole("navigation", { name: "Main" })).toHaveCount(0);
  }
  await page.goto("/patients");
  await page.getByRole("link", { name: "Sign in", exact: true }).click();
  await expect(page.locator('input[name="password"]')).toBeVisible();
});

test("no token is where a script could read it", async ({ page, enter }) => {
  await enter(page, "doctor");
  const seen: string[] = [];
  page.on("response", async (response) => {
    const type = response.headers()["content-type"] ?? "";
    if (type.includes("json")) {
      seen.push(await response.text().catch(() => ""));
    }
  });
  await page.goto("/");
  await expect(page.getByRole("region", { name: "Today's appointments" })).toBeVisible();
  const readable = await page.evaluate(() => {
    const globals = Object.getOwnPropertyNames(window).map((name) => {
      try {
        return String(JSON.stringify((window as unknown as Record<string, unknown>)[name]));
      } catch {
        return "";
      }
    });
    return [document.cookie, JSON.stringify(localStorage), JSON.stringify(sessionStorage), location.href, ...globals];
  });
  expect(readable[0]).not.toContain("careconnect");
  // A JWT, and the names that tokens travel under.
  for (const text of [...readable, ...seen]) {
    expect(text).not.toMatch(/eyJ[\w-]+\.|access_token|refresh_token|id_token/);
  }
  const [cookie] = (await page.context().cookies()).filter(({ name }) => name.endsWith("careconnect_sid"));
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
  expect(cookie?.value).toMatch(/^[\w-]{43}$/);
});

test("signs out everywhere: another browser is out within seconds", async ({ page, browser }) => {
  const elsewhere = await browser.newPage();
  for (const where of [elsewhere, page]) {
    await where.goto("/session/sign-in?return=/sessions");
    // Whom no other test signs in as: it would be out, too.
    await signInAtIdentity(where, "admin@otherclinic.test");
    await expect(where.getByRole("heading", { level: 1, name: "Where you are signed in" })).toBeVisible();
  }
  await expect(page.getByRole("button", { name: /^End the sign-in of Chrome on / })).toHaveCount(2);
  await expect(page.getByText("This one")).toHaveCount(1);
  await page.getByRole("button", { name: "Sign out everywhere" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Sign out everywhere" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await expect
    .poll(() =>
      elsewhere.evaluate(() => fetch("/session", { headers: { accept: "application/json" } }).then((r) => r.status)),
    )
    .toBe(401);
  await elsewhere.close();
});
