import type { Page } from "@playwright/test";
import { emailOf, expect, signInAtIdentity, test } from "./accounts.fixture.ts";

// The first version takes the page over as soon as it has everything.
const codeIsKept = (page: Page) =>
  expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null), { timeout: 30_000 }).toBe(true);

const stores = (page: Page) =>
  page.evaluate(async () => {
    const names = (await indexedDB.databases())
      .map(({ name }) => name ?? "")
      .filter((name) => name.startsWith("careconnect-seen-"));
    const counts = names.map(
      (name) =>
        new Promise<number>((resolve, reject) => {
          const open = indexedDB.open(name);
          open.onerror = () => reject(open.error);
          open.onsuccess = () => {
            const count = open.result.transaction("entries").objectStore("entries").count();
            count.onsuccess = () => resolve(count.result);
          };
        }),
    );
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  });

test("what was seen is read without a network, also after a reload", async ({ page, enter }) => {
  await enter(page, "nurse");
  await page.goto("/patients");
  const name = (await page.locator('main a[href^="/patients/"]').first().textContent()) ?? "";
  await codeIsKept(page);
  await expect.poll(() => stores(page)).toBeGreaterThan(0);

  await page.context().setOffline(true);
  await page.reload();
  await expect(page.locator('main a[href^="/patients/"]').first()).toHaveText(name, { timeout: 20_000 });
  await expect(page.getByRole("status").filter({ hasText: "Offline" })).toBeVisible();
  const kept = await page.evaluate(async () => {
    const paths: string[] = [];
    for (const cache of await caches.keys()) {
      for (const request of await (await caches.open(cache)).keys()) {
        paths.push(new URL(request.url).pathname);
      }
    }
    return paths;
  });
  expect(kept.filter((path) => /graphql|session|oidc|files/.test(path.replace(/^\/assets\/.*/, "")))).toEqual([]);

  await page.context().setOffline(false);
  await expect(page.getByRole("status").filter({ hasText: "Live" })).toBeVisible({ timeout: 40_000 });
});

test("nothing that was seen is left on the device of whoever signs out", async ({ page }) => {
  await page.goto("/session/sign-in?return=/patients");
  await signInAtIdentity(page, emailOf("admin"));
  await expect(page.locator('main a[href^="/patients/"]').first()).toBeVisible();
  await expect.poll(() => stores(page)).toBeGreaterThan(0);
  await page.getByRole("button", { name: /^Account of / }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await expect.poll(() => stores(page)).toBe(0);
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => /user|draft/.test(key)))).toEqual([]);
});

test("the app can be installed", async ({ page, request }) => {
  await page.goto("/sign-in");
  const address = await page.locator('link[rel="manifest"]').getAttribute("href");
  const manifest = (await (await request.get(address ?? "")).json()) as {
    display: string;
    icons: { src: string; sizes: string }[];
  };
  expect(manifest.display).toBe("standalone");
  for (const { src, sizes } of manifest.icons) {
    const { width, height } = await page.evaluate(async (from) => {
      const image = new Image();
      image.src = from;
      await image.decode();
      return { width: image.naturalWidth, height: image.naturalHeight };
    }, src);
    expect(`${width}x${height}`).toBe(sizes);
  }
});
