import { onCommandElsewhere } from "./command-channel.ts";
import type { ConnectionStore } from "./connection-store.ts";

// Whoever looks away for a moment finds things as they left them.
const awayMilliseconds = 30_000;
const quietMilliseconds = 300;
const spreadMilliseconds = 300;
const pauseMilliseconds = 5_000;

/**
 * Calls `read` when what is shown may be out of date although nobody tells of its changes: when somebody comes back to
 * the window after a while, when the connection was lost and is back, and after the same user did something in another
 * tab. A window that nobody sees reads when it is seen, once, and none more often than every five seconds. The returned
 * function ends it.
 */
export function watchReturn(userId: string, connection: ConnectionStore, read: () => void): () => void {
  let awaySince: number | null = null;
  let lost = false;
  let due = false;
  let lastRead = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const readable = () => document.visibilityState === "visible" && navigator.onLine;

  function readSoon(): void {
    due = true;
    if (timer === undefined && readable()) {
      const quiet = quietMilliseconds + Math.random() * spreadMilliseconds;
      timer = setTimeout(readNow, Math.max(quiet, lastRead + pauseMilliseconds - Date.now()));
    }
  }

  function readNow(): void {
    timer = undefined;
    if (readable()) {
      due = false;
      lastRead = Date.now();
      read();
    }
  }

  function leave(): void {
    awaySince ??= Date.now();
  }

  function comeBack(): void {
    const away = awaySince === null ? 0 : Date.now() - awaySince;
    awaySince = null;
    if (due || away >= awayMilliseconds) {
      readSoon();
    }
  }

  const onVisibility = () => (document.visibilityState === "hidden" ? leave() : comeBack());
  const stopConnection = connection.subscribe(() => {
    const state = connection.current();
    if (lost && state === "live") {
      readSoon();
    }
    lost = state === "reconnecting" || state === "offline";
  });
  const stopCommands = onCommandElsewhere(userId, readSoon);
  document.addEventListener("visibilitychange", onVisibility);
  window.addEventListener("blur", leave);
  window.addEventListener("focus", comeBack);
  return () => {
    clearTimeout(timer);
    stopConnection();
    stopCommands();
    document.removeEventListener("visibilitychange", onVisibility);
    window.removeEventListener("blur", leave);
    window.removeEventListener("focus", comeBack);
  };
}
