import { writeFileSync } from "node:fs";
import { chromium, type Page } from "@playwright/test";
import {
  keyOf,
  lookedAt,
  questionOf,
  type RecordedAnswer,
  type Recording,
  recordingFile,
  screen,
} from "../e2e/looks/looks.ts";

/**
 * Records what the pages of `e2e/looks.spec.ts` ask a running system (`CARECONNECT_URL`) that was started over an empty data
 * folder, and what it answers: when an operation or the demo's clinic has changed. The pictures have to be made again then.
 */

const baseURL = process.env.CARECONNECT_URL ?? "http://localhost:4000";
/** Machines have fonts of their own for what neither Inter nor Noto Sans Arabic can write. */
const otherScripts = /[^\p{Script=Latin}\p{Script=Arabic}\p{Script=Common}\p{Script=Inherited}]+/gu;

const now = new Date();
const answers = new Map<string, RecordedAnswer>();
const paths: Record<string, string> = {};

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
const context = await browser.newContext({ ...screen, baseURL });

async function settle(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle");
  await page.getByRole("status", { name: "Loading" }).waitFor({ state: "detached" });
}

const entrance = await context.newPage();
await entrance.goto("/session/sign-in?return=/healthz");
await entrance.locator('input[name="email"]').fill("admin@careconnect.test");
await entrance.locator('input[name="password"]').fill("careconnect");
await entrance.locator('button[type="submit"]').first().click();
await entrance.waitForURL(/\/healthz$/);
await entrance.close();

for (const [name, { path, first }] of Object.entries(lookedAt)) {
  const page = await context.newPage();
  await page.clock.setFixedTime(now);
  await page.route("**/graphql", async (route, request) => {
    const question = questionOf(request.postData());
    const response = await route.fetch();
    const body = (await response.text()).replaceAll(otherScripts, "Lin");
    answers.set(keyOf(question), { ...question, body: JSON.parse(body) as object });
    await route.fulfill({ response, body });
  });
  await page.goto(path);
  await settle(page);
  if (first !== undefined) {
    await page.locator(`main a[href^="${first}"]:not(nav a)`).first().click();
    await page.getByRole("heading", { level: 1 }).and(page.locator(":focus")).waitFor();
    await settle(page);
    // As if it was come to by its address.
    await page.waitForTimeout(2_000);
    await page.reload();
    await settle(page);
  }
  // Shortly after the live stream has begun, the page reads again.
  await page.waitForTimeout(2_000);
  await settle(page);
  const { pathname, search } = new URL(page.url());
  paths[name] = pathname + search;
  await page.close();
}
await browser.close();

const recording: Recording = { now: now.toISOString(), paths, answers: [...answers.values()] };
writeFileSync(recordingFile, `${JSON.stringify(recording)}\n`);
process.stdout.write(`${answers.size} answers in ${recordingFile}. Now: npm run looks -w web -- --update-snapshots\n`);
