import { test as base, type Cookie, expect, type Page } from "@playwright/test";

export type Account = "admin" | "doctor" | "patient";

export const password = "careconnect";
export const emailOf = (account: Account) => `${account}@careconnect.test`;

interface Accounts {
  /** Brings the page into an account's session without going through the sign-in page. */
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
      const response = await page.request.post("/session", {
        data: { email: emailOf(account), password },
        headers: { "x-careconnect-csrf": "1" },
      });
      expect(response.ok()).toBe(true);
      sessions.set(account, await page.context().cookies());
    });
  },
});

export { expect };
