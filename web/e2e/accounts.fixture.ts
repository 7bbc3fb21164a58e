import { test as base, type Cookie, expect, type Page } from "@playwright/test";

export type Account = "admin" | "staff" | "nurse" | "doctor" | "patient";

export const password = "careconnect";
export const emailOf = (account: Account) => `${account}@careconnect.test`;

/** Fills in identity's sign-in page, wherever the page was sent to it from. */
export async function signInAtIdentity(page: Page, email: string, withPassword = password): Promise<void> {
  await page.locator('input[name="email"]').fill(email);
  await page.locator('input[name="password"]').fill(withPassword);
  await page.locator('button[type="submit"]').first().click();
}

interface Accounts {
  /** Brings the page into an account's session; the first time through the sign-in pages. */
  readonly enter: (page: Page, account: Account) => Promise<void>;
}

// One session for each account and worker: signing in is limited by the minute.
export const test = base.extend<Accounts, { readonly sessions: Map<Account, readonly Cookie[]> }>({
  sessions: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
    async ({}, use) => use(new Map()),
    { scope: "worker" },
  ],
  enter: async ({ sessions }, use) => {
    await use(async (page, account) => {
      const known = sessions.get(account);
      if (known !== undefined) {
        await page.context().addCookies([...known]);
        return;
      }
      await page.goto("/session/sign-in?return=/healthz");
      await signInAtIdentity(page, emailOf(account));
      await expect(page).toHaveURL(/\/healthz$/);
      sessions.set(account, await page.context().cookies());
    });
  },
});

export { expect };
