import { emailOf, expect, password, test } from "./accounts.fixture.ts";

test("signs in through the page and reads the dashboard, which is one request", async ({ page }) => {
  const operations: string[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/graphql") && request.method() === "POST") {
      operations.push((request.postDataJSON() as { operationName: string }).operationName);
    }
  });
  await page.goto("/");
  await expect(page).toHaveURL(/\/sign-in$/);
  await page.getByLabel("E-mail").fill(emailOf("doctor"));
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();

  await expect(page.getByRole("heading", { level: 1, name: /^Good (morning|afternoon|evening), / })).toBeVisible();
  await expect(page.getByRole("article", { name: "Patients" })).toContainText(/[1-9]/);
  await expect(page.getByRole("article", { name: "Appointments today" })).toContainText(/\d/);
  await expect(page.getByRole("region", { name: "Today's appointments" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Recent invoices" }).getByRole("listitem").first()).toBeVisible();
  await expect(page.getByText("Some services are not answering")).toHaveCount(0);
  expect(operations.filter((name) => name !== "Session")).toEqual(["StaffDashboard"]);
});

test("refuses a wrong password and says what to do", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(emailOf("doctor"));
  await page.getByLabel("Password", { exact: true }).fill("not the password");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("The e-mail or the password is wrong.");
});

test("a picked demo account comes back to the page that was wanted, and signs out", async ({ page }) => {
  await page.goto("/patients?archived=1");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByRole("button", { name: /^Sign in as .*, Administrator, CareConnect Clinic$/ }).click();
  await expect(page).toHaveURL(/\/patients\?archived=1$/);
  await expect(page.getByRole("heading", { level: 1, name: "Patients" })).toBeFocused();

  await page.getByRole("button", { name: /^Account of / }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await page.goto("/patients");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
});
