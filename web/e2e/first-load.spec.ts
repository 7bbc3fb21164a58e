import { gzipSync } from "node:zlib";
import { expect, test } from "./accounts.fixture.ts";

const limitKilobytes = 195;

test("the dashboard loads no more than 195 kB of JavaScript until it is settled", async ({ page, enter }) => {
  await enter(page, "doctor");
  const sizes = new Map<string, Promise<number>>();
  page.on("response", (response) => {
    if (response.request().resourceType() === "script" || new URL(response.url()).pathname.endsWith(".js")) {
      sizes.set(
        response.url(),
        response.body().then((body) => gzipSync(body).length),
      );
    }
  });
  await page.goto("/");
  await expect(page.getByRole("region", { name: "Recent invoices" }).getByRole("listitem").first()).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "Live" })).toBeVisible();
  await page.waitForLoadState("networkidle");
  const kilobytes = (await Promise.all(sizes.values())).reduce((sum, size) => sum + size, 0) / 1000;
  expect(kilobytes).toBeGreaterThan(100);
  expect(kilobytes).toBeLessThanOrEqual(limitKilobytes);
});
