import { cpus } from "node:os";
import { say, step } from "@careconnect/dev/console/console.output";
import { Failure } from "@careconnect/dev/failure";
import { startWholeSystem } from "@careconnect/dev/test/whole.system";
import { loadClinic } from "../clinic/clinic.loader.ts";
import { generateClinic } from "../clinic/clinic.rows.ts";
import { createProcessMeter } from "../system/process.meter.ts";
import { openClinicBrowser } from "./clinic.browser.ts";
import { workOnList } from "./long.list.ts";
import { type PageScore, scoredPages, scorePage } from "./page.scores.ts";
import { listTable, scoreTable, shortcomings } from "./web.report.ts";

const patients = 10_000;
/** How often Lighthouse loads each page; the median counts. */
const rounds = 3;
/** The imported rows' events are passed on for a while. */
const longestSettleMs = 15 * 60_000;
const account = "admin@careconnect.test";

export interface WebRun {
  run(): Promise<void>;
  /** Ends what was started; what runs fails then. */
  stop(): Promise<void>;
}

/** Measures the built app in a browser of this machine, against a system of its own with a clinic of 10,000 patients. */
export function createWebRun(): WebRun {
  const started: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const end of started.splice(0).toReversed()) await end();
  };
  return {
    stop,
    async run() {
      say(`\n${patients} patients, ${cpus().length} cores`);
      const system = await step("system", () => startWholeSystem({ CARECONNECT_MODE: "demo" }));
      started.push(() => system.stop());
      try {
        const clinic = generateClinic(patients, new Date());
        const rows = await step("import", (onProgress) => loadClinic(system.ports, clinic, onProgress));
        say(`    ${rows} rows`);
        const { postgres: _, "stripe-simulator": __, ...services } = system.ports;
        const meter = createProcessMeter(services, system.dataFolder);
        await step("events", (onProgress) => meter.settle(longestSettleMs, onProgress));

        const browser = await step("sign-in", () => openClinicBrowser(system.url, account));
        started.push(() => browser.close());
        const scores: PageScore[] = [];
        for (const page of scoredPages) {
          scores.push(await step(page.name, (onProgress) => scorePage(browser, system.url, page, rounds, onProgress)));
        }
        const list = await step("long list", (onProgress) => workOnList(browser, system.url, onProgress));
        say(`\n${scoreTable(scores)}\n\n${listTable(list)}\n`);
        const missed = shortcomings(scores, list);
        if (missed.length > 0) throw new Failure(missed.join("\n"));
      } finally {
        await stop();
      }
    },
  };
}
