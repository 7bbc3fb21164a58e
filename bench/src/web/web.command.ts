import { complain, say } from "@careconnect/dev/console/console.output";
import { Failure } from "@careconnect/dev/failure";
import { createWebRun } from "./web.run.ts";

const { run, stop } = createWebRun();
let stopping = false;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    void stop().finally(() => process.exit(130));
  });
}

try {
  await run();
  say("Everything is as it should be.");
} catch (cause) {
  // What runs when a signal stops everything fails of it, which is no news.
  if (!stopping) {
    complain(cause instanceof Failure ? cause.message : String(cause instanceof Error ? cause.stack : cause));
    process.exitCode = 1;
  }
}
