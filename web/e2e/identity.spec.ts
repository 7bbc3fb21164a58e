import type { Page } from "@playwright/test";
import { expectAccessibleInBothSchemes, expectNothingWider } from "./access.fixture.ts";
import { emailOf, expect, password, signInAtIdentity, test } from "./accounts.fixture.ts";
import { askApi } from "./booking.fixture.ts";

// A page is read by axe twice, which takes a busy machine a while.
test.describe.configure({ timeout: 120_000 });

/** Opens identity's sign-in page, as the app does. */
async function openSignIn(page: Page, search = ""): Promise<void> {
  await page.goto(`/session/sign-in${search}`);
  await expect(page).toHaveURL(/\/oidc\/interaction\//);
}

/** Looks at the open page on a desk and on a phone, in light and in dark. */
async function expectFittingAndAccessible(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await expectNothingWider(page);
  }
  await expectAccessibleInBothSchemes(page);
}

test("the sign-in page is accessible in light and dark, nothing wider than the screen", async ({ page }) => {
  await openSignIn(page);
  await expectFittingAndAccessible(page);
});

for (const [name, link] of [
  ["registration", "Create an account"],
  ["reset", "Forgot your password?"],
] as const) {
  test(`the ${name} page is accessible in light and dark, and leads back to the sign-in`, async ({ page }) => {
    await openSignIn(page);
    await page.getByRole("link", { name: link }).click();
    await expect(page.getByRole("button", { name: "Send the link" })).toBeVisible();
    await expectFittingAndAccessible(page);
    await page.getByRole("link", { name: "Back to sign-in" }).click();
    // The app is loaded for the first time.
    await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible({ timeout: 30_000 });
  });
}

test("the account page is accessible in light and dark, nothing wider than the screen", async ({ page, enter }) => {
  await enter(page, "patient");
  await page.goto("/oidc/account");
  await expect(page.getByRole("heading", { level: 1, name: "Your account" })).toBeVisible();
  await expectFittingAndAccessible(page);
});

/** Registers an application that people come back from to `redirectUri`; answers where it sends them. */
async function registerApplication(page: Page, name: string, redirectUri: string): Promise<string> {
  const { createClient } = await askApi<{ createClient: { client: { id: string } } }>(
    page,
    "mutation ($input: CreateClientInput!) { createClient(input: $input) { client { id } } }",
    {
      input: {
        name,
        kind: "PUBLIC",
        scopes: ["profile.read", "appointments.read", "appointments.write"],
        redirectUris: [redirectUri],
      },
    },
  );
  return `/oidc/auth?${new URLSearchParams({
    client_id: createClient.client.id,
    response_type: "code",
    redirect_uri: redirectUri,
    scope: "openid profile.read appointments.write",
    code_challenge: "a".repeat(43),
    code_challenge_method: "S256",
  })}`;
}

test("an application asks, is let, and its access is taken back, on pages that fit and are accessible", async ({
  page,
  enter,
}) => {
  const name = `Visit Calendar ${Date.now()}`;
  await enter(page, "admin");
  const asking = [];
  for (const redirectUri of ["https://calendar.example/back", "http://[::1]:4998/back"]) {
    await page.route(`${new URL(redirectUri).origin}/**`, (route) =>
      route.fulfill({ body: "Back at the application" }),
    );
    asking.push(await registerApplication(page, name, redirectUri));
  }
  await page.context().clearCookies();
  await enter(page, "patient");
  for (const address of asking) {
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(address);
    await expect(page.getByRole("heading", { level: 1, name: `Let ${name} act for you?` })).toBeVisible();
    await expect(page.getByText("see your appointments, book new ones, and move or cancel them")).toBeVisible();
    await expectFittingAndAccessible(page);
    await page.getByRole("button", { name: "Allow", exact: true }).click();
    await expect(page).toHaveURL(/\/back\?code=/);
  }
  await page.goto("/oidc/account");
  const itemsBelow = (heading: string) =>
    page
      .locator("section")
      .filter({ has: page.getByRole("heading", { name: heading }) })
      .getByRole("listitem")
      .filter({ hasText: name });
  const listed = itemsBelow("Applications with access");
  const signedIn = itemsBelow("Where you are signed in");
  await expect(listed).toHaveCount(2);
  await expect(signedIn).toHaveCount(2);
  await listed.first().getByText("It may").click();
  await listed.first().getByText("Take back").click();
  await expectFittingAndAccessible(page);
  for (const left of [1, 0]) {
    const confirm = listed.first().getByRole("button", { name: `Yes, take it back from ${name}` });
    if (!(await confirm.isVisible())) await listed.first().getByText("Take back").click();
    await confirm.click();
    await expect(page.getByRole("status")).toHaveText("The application has no access any more.");
    await expect(listed).toHaveCount(left);
    await expect(signedIn).toHaveCount(left);
  }
});

test("the pages have the web app's font", async ({ page }) => {
  await openSignIn(page);
  const loaded = () =>
    page.evaluate(async () => {
      await document.fonts.ready;
      return [...document.fonts].filter(({ status }) => status === "loaded").map(({ family }) => family);
    });
  await expect.poll(loaded).toContainEqual(expect.stringContaining("Inter Variable"));
});

test("signs in by keyboard alone", async ({ page }) => {
  await openSignIn(page, "?return=/sessions");
  await expect(page.getByLabel("E-mail address")).toBeFocused();
  await page.keyboard.type(emailOf("doctor"));
  await page.keyboard.press("Tab");
  await expect(page.getByLabel("Password")).toBeFocused();
  await page.keyboard.type(password);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Sign in", exact: true })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Where you are signed in" })).toBeVisible();
});

test("a wrong password is said above the form, which keeps the address and asks for the password", async ({ page }) => {
  await openSignIn(page);
  await signInAtIdentity(page, emailOf("doctor"), "not the password");
  await expect(page.getByRole("alert")).toHaveText("The e-mail address or the password is wrong.");
  await expect(page.getByLabel("E-mail address")).toHaveValue(emailOf("doctor"));
  await expect(page.getByLabel("Password")).toHaveValue("");
  await expect(page.getByLabel("Password")).toBeFocused();
});

test("signing out without a sign-in says so, and an unknown address is a page with the product's name", async ({
  page,
}) => {
  await page.goto("/oidc/session/end");
  await expect(page.getByRole("heading", { level: 1, name: "You are signed out" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Go to CareConnect" })).toBeVisible();
  const answer = await page.goto("/oidc/account/nowhere");
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1, name: "Page not found" })).toBeVisible();
});
