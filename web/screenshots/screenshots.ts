import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "@playwright/test";
import { follow, settle } from "../e2e/settle.fixture.ts";
import type { Occasion } from "./occasion.list.ts";
import { type Account, type Language, type View, views } from "./view.list.ts";
import { openView } from "./view.open.ts";

/** Pictures of all views of a running system, to be looked at: `npm run screenshots -w web [-- <part of a name> …]`. */

const address = process.env.CARECONNECT_URL ?? "http://localhost:4000";
const folder = join(import.meta.dirname, "..", "test-results", "screenshots");
const widths = [1440, 820, 390] as const;
const languages = ["en", "ar"] as const;
/** Darkness is the same in every language. */
const schemes = { en: ["light", "dark"], ar: ["light"] } as const;

const signedIn = new Map<Account, Awaited<ReturnType<BrowserContext["cookies"]>>>();

async function enter(context: BrowserContext, account: Account): Promise<void> {
  const known = signedIn.get(account);
  if (known !== undefined) {
    await context.addCookies(known);
    return;
  }
  const page = await context.newPage();
  await page.goto(`/session/sign-in?return=/healthz`);
  await page.locator('input[name="email"]').fill(`${account}@careconnect.test`);
  await page.locator('input[name="password"]').fill("careconnect");
  await page.locator('button[type="submit"]').first().click();
  await page.waitForURL(/\/healthz$/);
  signedIn.set(account, await context.cookies());
  await page.close();
}

async function shoot(page: Page, name: string): Promise<void> {
  // A picture of the whole page is taller than the screen, except of a dialog, which is as high as that.
  const dialog = (await page.locator("dialog[open], [role=dialog], [role=menu], [role=listbox]").count()) > 0;
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: !dialog, animations: "disabled" });
}

const contexts = new Map<string, BrowserContext>();

/** What a browser has loaded serves the next view, too. */
async function contextOf(browser: Browser, account: Account | undefined, language: Language): Promise<BrowserContext> {
  const key = `${account} ${language}`;
  const known = contexts.get(key);
  if (known !== undefined) {
    return known;
  }
  const context = await browser.newContext({
    baseURL: address,
    locale: "en-US",
    reducedMotion: "reduce",
    serviceWorkers: "block",
  });
  await context.addInitScript((chosen) => localStorage.setItem("careconnect-language", chosen), language);
  if (account !== undefined) {
    await enter(context, account);
  }
  contexts.set(key, context);
  return context;
}

const places = new Map<Occasion, Promise<string>>();

/** Where a view is; what has to happen before happens once. */
function placeOf(browser: Browser, { path }: View): Promise<string> {
  if (typeof path === "string") {
    return Promise.resolve(path);
  }
  const known = places.get(path) ?? path(async (account) => (await contextOf(browser, account, "en")).newPage());
  places.set(path, known);
  return known;
}

async function pictures(browser: Browser, view: View): Promise<void> {
  for (const language of languages) {
    const page = await (await contextOf(browser, view.account, language)).newPage();
    follow(page);
    page.setDefaultTimeout(15_000);
    await page.setViewportSize({ width: widths[0], height: 900 });
    await page.emulateMedia({ colorScheme: "light" });
    try {
      await openView(page, await placeOf(browser, view), view, language);
    } catch (cause) {
      process.stderr.write(
        `${view.name}, ${language}: ${cause instanceof Error ? cause.message.split("\n")[0] : cause}\n`,
      );
    }
    for (const colorScheme of schemes[language]) {
      await page.emulateMedia({ colorScheme });
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 });
        await settle(page);
        await shoot(page, `${view.name}.${width}.${language === "en" ? colorScheme : "arabic"}`);
      }
    }
    await page.close();
  }
}

const wanted = process.argv.slice(2);
const chosen = views.filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)));
if (wanted.length === 0) {
  rmSync(folder, { recursive: true, force: true });
}
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
  args: [
    "--disable-gpu",
    "--use-fake-device-for-media-stream=fps=5",
    "--use-fake-ui-for-media-stream",
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  ],
});
for (const view of chosen) {
  await pictures(browser, view);
  process.stdout.write(`${view.name}\n`);
}
await browser.close();
process.stdout.write(`${chosen.length * widths.length * 3} pictures in ${folder}\n`);
