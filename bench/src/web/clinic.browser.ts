import { Failure } from "@careconnect/dev/failure";
import { findChromium } from "@careconnect/dev/test/chromium.finder";
import puppeteer, { type Browser, type Page } from "puppeteer-core";

const timeoutMs = 30_000;

/** A browser of this machine in which an account of the demo is signed in, by the session cookie alone. */
export interface ClinicBrowser {
  newPage(): Promise<Page>;
  close(): Promise<void>;
}

/** @param url of the running system */
export async function openClinicBrowser(url: string, email: string): Promise<ClinicBrowser> {
  const executablePath = findChromium(process.env);
  if (executablePath === undefined) {
    throw new Failure("There is no Chromium: install one, or say by CHROMIUM_PATH where it is.");
  }
  const browser = await puppeteer.launch({
    executablePath,
    defaultViewport: null,
    args: [
      "--window-size=1350,940",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      // As root it only starts without its sandbox.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ],
  });
  try {
    await signIn(browser, url, email);
  } catch (cause) {
    await browser.close();
    throw cause;
  }
  return {
    async newPage() {
      const page = await browser.newPage();
      page.setDefaultTimeout(timeoutMs);
      return page;
    },
    close: () => browser.close(),
  };
}

async function signIn(browser: Browser, url: string, email: string): Promise<void> {
  const page = await browser.newPage();
  page.setDefaultTimeout(timeoutMs);
  await page.goto(`${url}/session/sign-in?return=/healthz`);
  await page.locator('input[name="email"]').fill(email);
  await page.locator('input[name="password"]').fill("careconnect");
  await page.locator('button[type="submit"]').click();
  await page.waitForFunction(() => location.pathname === "/healthz");
  await page.close();
}
