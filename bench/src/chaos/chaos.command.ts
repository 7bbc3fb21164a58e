import { complain, say } from "@careconnect/dev/console/console.output";
import { Failure } from "@careconnect/dev/failure";
import { readChaosArguments } from "./chaos.arguments.ts";
import { createChaosRun } from "./chaos.run.ts";

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
  const chaos = createChaosRun(readChaosArguments(process.argv.slice(2)));
  stop = chaos.stop;
  const isRight = await chaos.run();
  await stop();
  say(isRight ? "\nNothing differs." : "\nThere are differences.");
  process.exitCode = isRight ? 0 : 1;
} catch (cause) {
  if (!stopping) {
    await stop();
    complain(cause instanceof Failure ? cause.message : String(cause instanceof Error ? cause.stack : cause));
    process.exitCode = 1;
  }
}
