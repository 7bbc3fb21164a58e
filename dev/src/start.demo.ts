import type { DemoLoader } from "./supervisor/demo.step.ts";

/** What fills a new system with demo data. */
export const demoLoader: DemoLoader | undefined = undefined;
