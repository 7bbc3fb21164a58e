import { stderr, stdout } from "node:process";

// A closed terminal must not bring the supervisor down while it still has processes to stop.
stdout.on("error", () => undefined);
stderr.on("error", () => undefined);

/** One line for the user. */
export function say(line: string): void {
  clearProgress();
  stdout.write(`${line}\n`);
}

/** One line about something that went wrong. */
export function complain(line: string): void {
  clearProgress();
  stderr.write(`${line}\n`);
}

let progressShown = false;

function showProgress(line: string): void {
  if (!stdout.isTTY) return;
  stdout.write(`\r\u001b[2K${line}`);
  progressShown = true;
}

function clearProgress(): void {
  if (!progressShown) return;
  stdout.write("\r\u001b[2K");
  progressShown = false;
}

/** Runs one step of the start and leaves a line with the seconds it took. */
export async function step<T>(title: string, work: (progress: (detail: string) => void) => Promise<T>): Promise<T> {
  const since = performance.now();
  showProgress(`  … ${title}`);
  const result = await work((detail) => showProgress(`  … ${title}: ${detail}`));
  say(`  ✓ ${title.padEnd(12)} ${((performance.now() - since) / 1000).toFixed(1)} s`);
  return result;
}
