import { existsSync, type FSWatcher, watch } from "node:fs";
import { sentenceOf } from "../failure.ts";
import type { System } from "../supervisor/system.ts";
import { isCode, type Restartable, type WatchedFolder } from "./watch.plan.ts";

/** One save makes the compiler write many files; they are one change. */
const quietMs = 400;

/** Starts the services again whose built code changes, until the signal ends it. */
export function restartOnChange(
  system: Pick<System, "restart">,
  folders: WatchedFolder[],
  tell: (line: string) => void,
  signal: AbortSignal,
): void {
  const changed = new Set<Restartable>();
  let timer: NodeJS.Timeout | undefined;
  let restarting = Promise.resolve();

  async function restartChanged(): Promise<void> {
    const names = [...changed];
    changed.clear();
    for (const name of names) {
      if (signal.aborted) return;
      try {
        await system.restart(name);
        tell(`${name} runs the new code`);
      } catch (cause) {
        tell(sentenceOf(cause));
      }
    }
  }

  const watchers: FSWatcher[] = folders
    .filter(({ folder }) => existsSync(folder))
    .map(({ folder, restarts }) =>
      watch(folder, { recursive: true }, (_event, file) => {
        if (!file || !isCode(file)) return;
        for (const name of restarts) changed.add(name);
        clearTimeout(timer);
        timer = setTimeout(() => {
          restarting = restarting.then(restartChanged);
        }, quietMs);
      }),
    );
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  });
}
