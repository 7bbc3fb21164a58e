import { startWholeSystem } from "./whole.system.ts";

/**
 * One whole system for the tests of dev/e2e: CARECONNECT_URL is its address and CARECONNECT_DATA its data folder, with
 * run/ports.json. A system that is already named there is used instead. Tests that stop services start one of their own.
 */
export default async function provideSystem(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.CARECONNECT_URL) return undefined;
  const system = await startWholeSystem();
  process.env.CARECONNECT_URL = system.url;
  process.env.CARECONNECT_DATA = system.dataFolder;
  return system.stop;
}
