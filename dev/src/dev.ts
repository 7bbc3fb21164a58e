import { say } from "./console/console.output.ts";
import { systemOptions } from "./start.options.ts";
import { runOnConsole } from "./supervisor/system.console.ts";
import { builders, runBuilder } from "./watch/builder.process.ts";
import { restartOnChange } from "./watch/source.watcher.ts";
import { watchedFolders } from "./watch/watch.plan.ts";

process.exitCode = await runOnConsole({
  ...systemOptions,
  onReady(system, signal) {
    const tell = (line: string) => say(`  ${line}`);
    for (const builder of builders()) runBuilder(builder, tell, signal);
    restartOnChange(system, watchedFolders(), tell, signal);
    say("Watching the sources: a change is built, and what it concerns is started again.");
  },
});
