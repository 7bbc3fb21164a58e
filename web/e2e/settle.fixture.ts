import { expect, type Page, type Request } from "@playwright/test";

const underWay = new WeakMap<Page, Set<Request>>();

/** Follows what a page asks of the server, from before it asks the first. */
export function follow(page: Page): void {
  const asked = new Set<Request>();
  underWay.set(page, asked);
  page.on("request", (request) => asked.add(request));
  page.on("requestfinished", (request) => asked.delete(request));
  page.on("requestfailed", (request) => asked.delete(request));
}

const loading = '[aria-busy="true"], [role="status"][aria-label], header [role="progressbar"]';

/** Waits until nothing is under way of what a page that is followed asked, and nothing of it loads any more. */
export async function settle(page: Page): Promise<void> {
  let calm = 0;
  await expect(async () => {
    const open = (underWay.get(page)?.size ?? 0) + (await page.locator(loading).count());
    calm = open === 0 ? calm + 1 : 0;
    // What an answer leads to is asked a moment later.
    expect(calm).toBeGreaterThan(2);
  }).toPass({ intervals: [50], timeout: 30_000 });
}
