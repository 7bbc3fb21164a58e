import { describeFault, type SubgraphServices } from "@careconnect/kit";
import { Counter } from "prom-client";
import type { Scanner } from "./scanner.ts";

/** `scanner`, whose every answer is counted, and which is heard of in the log when it gives none. */
export function observedScanner(
  scanner: Scanner,
  { log, registry }: Pick<SubgraphServices, "log" | "registry">,
): Scanner {
  const scans = new Counter({
    name: "careconnect_virus_scans_total",
    help: "Files that were sent to the virus scanner, by result: clean, infected, or failed, when it did not say.",
    labelNames: ["result"],
    registers: [registry],
  });
  for (const result of ["clean", "infected", "failed"]) scans.inc({ result }, 0);
  return {
    async isClean(bytes) {
      try {
        const isClean = await scanner.isClean(bytes);
        scans.inc({ result: isClean ? "clean" : "infected" });
        return isClean;
      } catch (fault) {
        scans.inc({ result: "failed" });
        log.error({ fault: describeFault(fault) }, "the virus scanner did not scan a file, which waits until it does");
        throw fault;
      }
    },
  };
}
