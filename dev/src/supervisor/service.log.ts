import { closeSync, existsSync, openSync, readSync, renameSync, statSync } from "node:fs";
import { z } from "zod";

const excerptBytes = 16 * 1024;

/** Keeps the log of the run before as <name>.previous.log and begins a new one. */
export function rotateLog(file: string): void {
  if (existsSync(file)) renameSync(file, file.replace(/\.log$/, ".previous.log"));
}

const logLine = z.object({ msg: z.string(), err: z.object({ message: z.string() }).optional() });

/** The last lines of a log for a person to read: of a JSON line only its message. */
export function lastLines(file: string, count: number): string[] {
  if (!existsSync(file)) return [];
  const size = statSync(file).size;
  const buffer = Buffer.alloc(Math.min(size, excerptBytes));
  const handle = openSync(file, "r");
  try {
    readSync(handle, buffer, 0, buffer.length, size - buffer.length);
  } finally {
    closeSync(handle);
  }
  return buffer
    .toString("utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(-count)
    .map(readable);
}

function readable(line: string): string {
  if (!line.startsWith("{")) return line;
  try {
    const { msg, err } = logLine.parse(JSON.parse(line));
    return err ? `${msg}: ${err.message}` : msg;
  } catch {
    return line;
  }
}
