import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { type Account, expect, test } from "./accounts.fixture.ts";

interface Visit {
  readonly name: string;
  readonly open: (page: Page) => Promise<void>;
}

const settle = async (page: Page) => {
  await page.waitForLoadState("networkidle");
  await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(0);
};

const at = (name: string, path: string): Visit => ({
  name,
  open: async (page) => {
    await page.goto(path);
    await settle(page);
  },
});

// Records are reached as people reach them: through the first row of their list.
const firstOf = (name: string, path: string): Visit => ({
  name,
  open: async (page) => {
    await page.goto(path);
    await page.locator(`main a[href^="${path}/"]:not(nav a)`).first().click();
    await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
    await settle(page);
  },
});

const availability: Visit = {
  name: "availability",
  open: async (page) => {
    await firstOf("provider profile", "/providers").open(page);
    await page.getByRole("link", { name: "Edit availability" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
    await settle(page);
  },
};

const visits: Record<Account, readonly Visit[]> = {
  admin: [
    at("calendar of the providers", "/calendar?view=providers"),
    at("calendar of a week", "/calendar?view=week"),
    at("waitlist", "/waitlist"),
    at("payments", "/billing/payments"),
    at("prepaid bookings", "/billing/prepayments"),
    at("reconciliation", "/billing/reconciliation"),
    at("prices", "/billing/prices"),
    at("payer terms", "/billing/terms"),
    firstOf("invoice to be dealt with", "/billing"),
    at("applications", "/providers/applications"),
    at("ratings", "/providers/ratings"),
    availability,
  ],
  staff: [],
  nurse: [],
  doctor: [
    at("dashboard", "/"),
    at("patients", "/patients"),
    firstOf("patient record", "/patients"),
    at("providers", "/providers"),
    firstOf("provider profile", "/providers"),
    at("appointments", "/appointments?period=all"),
    at("billing", "/billing"),
    firstOf("invoice", "/billing"),
    at("unknown page", "/nowhere"),
  ],
  patient: [
    at("dashboard", "/"),
    at("my appointments", "/appointments?period=all"),
    at("my record", "/record"),
    at("my invoices", "/billing"),
  ],
};

const widths = [390, 820, 1440] as const;
// A tablet shows the phone's frame around the desktop's tables: nothing of its own to check.
const checkedForAccess: ReadonlySet<number> = new Set([390, 1440]);

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}

/** Looks at the open page on a screen of this width, in light and in dark. */
async function expectFitting(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 900 });
  const overflow = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await expect.poll(overflow).toBe(0);
  if (!checkedForAccess.has(width)) {
    return;
  }
  for (const colorScheme of ["light", "dark"] as const) {
    // Halfway from one to the other, a colour has whatever contrast.
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", colorScheme);
    await expectAccessible(page);
  }
}

test("sign-in page: one heading, accessible in light and dark, nothing wider than the screen", async ({ page }) => {
  await page.goto("/sign-in");
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
  await page.waitForLoadState("networkidle");
  for (const width of widths) {
    await expectFitting(page, width);
  }
});

for (const account of ["admin", "doctor", "patient"] as const) {
  test.describe(`pages of the ${account}`, () => {
    for (const { name, open } of visits[account]) {
      test(`${name}: one heading, accessible in light and dark, nothing wider than the screen`, async ({
        page,
        enter,
      }) => {
        const broken: string[] = [];
        page.on("pageerror", (error) => broken.push(error.message));
        await enter(page, account);
        await open(page);
        await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
        for (const width of widths) {
          await expectFitting(page, width);
        }
        expect(broken).toEqual([]);
      });
    }
  });
}

test("the dashboard of a laptop's screen cuts no name", async ({ page, enter }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await enter(page, "admin");
  await page.goto("/");
  await settle(page);
  await expect(page.getByRole("region", { name: "Recent invoices" }).getByRole("listitem").first()).toBeVisible();
  const cut = await page.evaluate(() =>
    [...document.querySelectorAll("main :is(a, span)")]
      .filter((element) => {
        const { textOverflow, webkitLineClamp } = getComputedStyle(element);
        const isCut = textOverflow === "ellipsis" && element.scrollWidth > element.clientWidth;
        // Half a pixel more is how lines are rounded.
        return isCut || (webkitLineClamp !== "none" && element.scrollHeight > element.clientHeight + 1);
      })
      .map((element) => element.textContent),
  );
  expect(cut).toEqual([]);
});
