import type { WriteStream } from "node:tty";
import type { ReportOutput } from "./import.report.ts";

const clearLine = "\r\u001b[2K";

/** Writes a report to a stream; the progress bar only to a terminal. */
export function consoleOutput(stream: NodeJS.WritableStream & Pick<Partial<WriteStream>, "isTTY">): ReportOutput {
  let shown = false;
  return {
    line(text) {
      stream.write(`${shown ? clearLine : ""}${text}\n`);
      shown = false;
    },
    progress(text) {
      if (!stream.isTTY) return;
      stream.write(clearLine + text);
      shown = true;
    },
  };
}
