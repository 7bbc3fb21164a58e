import { systemOptions } from "./start.options.ts";
import { runOnConsole } from "./supervisor/system.console.ts";

process.exitCode = await runOnConsole(systemOptions);
