import type { Page } from "@playwright/test";
import type { Occasion } from "../screenshots/occasion.list.ts";
import { type View, views } from "../screenshots/view.list.ts";
import { openView } from "../screenshots/view.open.ts";
import { colourRules, dialog, expectAccessible, expectNothingWider, type Scheme, turnTo } from "./access.fixture.ts";
import { type Account, test as base, expect } from "./accounts.fixture.ts";
import { expectDialogHoldsFocus } from "./dialog.fixture.ts";
import { follow, settle } from "./settle.fixture.ts";

/**
 * Every page and dialog, as those see it who work with it. What a view needs it brings about itself (`occasion.list.ts`),
 * with people and visits of its own, whatever other tests left and however often it was brought about before.
 */

// What has to happen before a view is anywhere may take longer than the view.
base.describe.configure({ timeout: 180_000 });
// A failure names its page and what is wrong there; to record each step of so many pages takes as long as looking at them.
base.use({ trace: "off" });

interface Room {
  readonly page: Page;
  /** What broke in the page, since it was last looked at. */
  readonly broken: string[];
}

type Visitor = Account | undefined;

interface Rooms {
  /** One window for each account: what it has loaded serves the next view, too. */
  readonly roomOf: (account: Visitor) => Promise<Room>;
  /** Where a view is; what has to happen before happens once for all views of it. */
  readonly placeOf: (view: View) => Promise<string>;
}

const test = base.extend<
  Rooms,
  { readonly rooms: Map<Visitor, Room>; readonly places: Map<Occasion, Promise<string>> }
>({
  rooms: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
    async ({}, use) => {
      const rooms = new Map<Visitor, Room>();
      await use(rooms);
      for (const { page } of rooms.values()) await page.context().close();
    },
    { scope: "worker" },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
  places: [async ({}, use) => use(new Map()), { scope: "worker" }],
  roomOf: async ({ browser, rooms, enter }, use) => {
    await use(async (account) => {
      const known = rooms.get(account);
      if (known !== undefined) {
        return known;
      }
      const context = await browser.newContext({ serviceWorkers: "block" });
      const page = await context.newPage();
      const room: Room = { page, broken: [] };
      follow(page);
      page.setDefaultTimeout(20_000);
      page.on("pageerror", ({ message }) => room.broken.push(message));
      if (account !== undefined) await enter(page, account);
      rooms.set(account, room);
      return room;
    });
  },
  placeOf: async ({ places, roomOf }, use) => {
    await use(({ path }) => {
      if (typeof path === "string") {
        return Promise.resolve(path);
      }
      const known = places.get(path) ?? path(async (account) => (await roomOf(account)).page);
      places.set(path, known);
      return known;
    });
  },
});

const screens = {
  desk: { width: 1440, height: 900 },
  tablet: { width: 820, height: 1180 },
  phone: { width: 390, height: 844 },
  /** A desk's screen at 400 % (WCAG 1.4.10), and text at 200 % on a phone. */
  zoomed: { width: 320, height: 640 },
} as const;

/** The pages that are open all day: on a tablet, too, and each screen in light and in dark. */
const main = new Set([
  ...["sign-in", "dashboard", "dashboard-doctor", "dashboard-patient", "board", "my-day", "not-found"],
  ...["appointments-doctor", "appointments-patient", "calendar-providers", "calendar-week", "waitlist"],
  ...["patients-doctor", "care-summary", "own-record", "providers-doctor", "provider-doctor", "availability"],
  ...["billing-doctor", "billing-patient", "invoice-doctor", "invoice-issued", "payments", "prepayments"],
  ...["reconciliation", "prices", "terms", "applications", "ratings"],
]);

async function showOn(page: Page, screen: keyof typeof screens, scheme: Scheme): Promise<void> {
  await page.setViewportSize(screens[screen]);
  await turnTo(page, scheme);
  await expectNothingWider(page);
}

test("the pages that are open all day are among the views", () => {
  expect([...main].filter((name) => !views.some((view) => view.name === name))).toEqual([]);
});

for (const view of views) {
  test(`${view.name}: one heading, accessible in light and dark, nothing wider than the screen`, async ({
    roomOf,
    placeOf,
  }) => {
    const path = await placeOf(view);
    const { page, broken } = await roomOf(view.account);
    broken.length = 0;
    await page.setViewportSize(screens.desk);
    await turnTo(page, "light");
    await openView(page, path, view, "en");
    await expect(page.locator("h1")).toHaveCount(1);

    // The page behind a dialog cannot be reached, and is a view of its own.
    const within = (await page.locator(dialog).count()) > 0 ? dialog : undefined;
    await showOn(page, "desk", "light");
    await expectAccessible(page, { within });
    if (main.has(view.name)) {
      // Of one screen, light and dark differ in nothing but colours.
      await showOn(page, "desk", "dark");
      await expectAccessible(page, { rules: colourRules });
      // A tablet shows the phone's frame around the desktop's tables: nothing of its own but its width.
      await showOn(page, "tablet", "dark");
    }
    await showOn(page, "phone", "dark");
    await settle(page);
    await expectAccessible(page, { within });
    if (main.has(view.name)) {
      await showOn(page, "phone", "light");
      await expectAccessible(page, { rules: colourRules });
    }
    await showOn(page, "zoomed", "light");
    if (within !== undefined) {
      await expectDialogHoldsFocus(page);
    }
    expect(broken).toEqual([]);
  });
}

test("the dashboard of a laptop's screen cuts no name", async ({ page, enter }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await enter(page, "admin");
  await page.goto("/");
  await page.waitForLoadState("networkidle");
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
