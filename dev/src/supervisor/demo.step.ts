import { existsSync, writeFileSync } from "node:fs";
import type { Ports } from "./ports.file.ts";

export interface DemoLoaderOptions {
  ports: Ports;
  dataFolder: string;
  /** Told what is being loaded, in a few words. */
  onProgress(detail: string): void;
}

/** Fills the running system with demo data; it must be able to start again after being cut short. */
export type DemoLoader = (options: DemoLoaderOptions) => Promise<void>;

/** True until a load has succeeded on this data folder. */
export function needsDemoData(stampFile: string): boolean {
  return !existsSync(stampFile);
}

/** The stamp is written only after success, so that a load cut short is made up for at the next start. */
export async function loadDemoDataOnce(stampFile: string, load: DemoLoader, options: DemoLoaderOptions): Promise<void> {
  await load(options);
  writeFileSync(stampFile, `${JSON.stringify({ loadedAt: new Date().toISOString() })}\n`);
}
