import { expect, type Page, test } from "@playwright/test";
import { keyOf, lookedAt, questionOf, readRecording, screen } from "./looks/looks.ts";

/**
 * The pages as they look, pixel by pixel: the built app with answers of the API that were recorded, at the moment at which
 * they were. What is meant to look otherwise is taken over by `npm run looks -w web -- --update-snapshots`.
 */

const { now, paths, answers } = readRecording();
const answerTo = new Map(answers.map((answer) => [keyOf(answer), answer]));

test.use(screen);
test.describe.configure({ timeout: 120_000 });

/** Answers as the recorded system did; returns what it was never asked. */
async function replay(page: Page): Promise<string[]> {
  const unknown: string[] = [];
  await page.route("**/graphql", async (route, request) => {
    const question = questionOf(request.postData());
    const known = answerTo.get(keyOf(question));
    if (known === undefined) {
      unknown.push(keyOf(question));
      await route.abort();
      return;
    }
    if (known.hash !== question.hash) {
      const description = `${question.operation} asks for other fields now: npm run looks:record -w web`;
      test.info().annotations.push({ type: "recorded before", description });
    }
    await route.fulfill({ json: known.body });
  });
  await page.route(/\/session(\/activity)?$/, (route) =>
    route.fulfill({ json: { idleExpiresInSeconds: 1_800, expiresInSeconds: 28_800 } }),
  );
  await page.routeWebSocket(/\/graphql$/, (socket) => {
    socket.onMessage((message) => {
      const { type } = JSON.parse(String(message)) as { type: string };
      if (type === "connection_init") {
        socket.send(JSON.stringify({ type: "connection_ack" }));
      }
    });
  });
  return unknown;
}

for (const [language, direction] of [
  ["en", "ltr"],
  ["ar", "rtl"],
] as const) {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const name of Object.keys(lookedAt)) {
      test(`${name} looks as it did: ${colorScheme}, ${direction}`, async ({ page }) => {
        const unknown = await replay(page);
        await page.clock.setFixedTime(now);
        await page.emulateMedia({ colorScheme });
        await page.addInitScript((chosen) => localStorage.setItem("careconnect-language", chosen), language);
        await page.goto(paths[name] ?? "/");
        await expect(page.locator("html")).toHaveAttribute("dir", direction);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible({ timeout: 30_000 });
        await page.waitForLoadState("networkidle");
        await page.evaluate(() => document.fonts.ready);
        await expect(page).toHaveScreenshot(`${name}-${colorScheme}-${direction}.png`, { timeout: 30_000 });
        expect(unknown).toEqual([]);
      });
    }
  }
}
