import type { RunningRouter } from "./router.start.ts";
import type { Logger } from "./telemetry/log.writer.ts";

/** Ends the process gently on SIGTERM, SIGINT and, when a supervisor started it, on the supervisor's death. */
export function shutDownOnRequest(router: RunningRouter, supervised: boolean, logger: Logger): void {
  let stopping = false;
  const stop = async (reason: string) => {
    if (stopping) return;
    stopping = true;
    logger.info({ reason }, "router stops");
    await router.close();
    process.exit(0);
  };
  process.on("SIGTERM", () => void stop("SIGTERM"));
  process.on("SIGINT", () => void stop("SIGINT"));
  if (supervised) {
    // The supervisor holds the other end of stdin; it closes when that process ends, however it ends.
    process.stdin.on("close", () => void stop("supervisor gone"));
    process.stdin.resume();
  }
}
