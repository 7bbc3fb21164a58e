import { complain } from "@careconnect/dev/console/console.output";
import { Failure } from "@careconnect/dev/failure";
import { readArguments } from "./bench.arguments.ts";
import { createBenchRun } from "./bench.run.ts";

let stop = async (): Promise<void> => undefined;
let stopping = false;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    void stop().finally(() => process.exit(130));
  });
}

try {
  const bench = createBenchRun(readArguments(process.argv.slice(2)));
  stop = bench.stop;
  await bench.run();
} catch (cause) {
  // What runs when a signal stops everything fails of it, which is no news.
  if (!stopping) {
    complain(cause instanceof Failure ? cause.message : String(cause instanceof Error ? cause.stack : cause));
    process.exitCode = 1;
  }
}
