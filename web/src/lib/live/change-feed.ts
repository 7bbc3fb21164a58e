// Soon enough to be seen at once, late enough that a burst of changes is read once.
const quietMilliseconds = 250;
const spreadMilliseconds = 250;
const longestWaitMilliseconds = 2_000;
const highlightMilliseconds = 4_000;

/** What is known to have changed on the server, for pages that show lists and counts of it. */
export interface ChangeFeed {
  /** This appointment changed, or is new. */
  readonly changed: (appointmentId: string) => void;
  /** Something may have changed that nobody told us about. */
  readonly missed: () => void;
  /** Calls `refresh` soon after changes, several of them together; the returned function ends that. */
  readonly onRefresh: (refresh: () => void) => () => void;
  /** The appointments that changed in the last seconds. */
  readonly recent: () => ReadonlySet<string>;
  readonly onRecent: (listener: () => void) => () => void;
}

export function createChangeFeed(): ChangeFeed {
  const refreshes = new Set<() => void>();
  const recentListeners = new Set<() => void>();
  const expiries = new Map<string, ReturnType<typeof setTimeout>>();
  let recent: ReadonlySet<string> = new Set();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waitingSince: number | undefined;

  function setRecent(next: ReadonlySet<string>): void {
    recent = next;
    for (const listener of [...recentListeners]) {
      listener();
    }
  }

  function refresh(): void {
    // Whoever comes later reads anyway.
    if (refreshes.size === 0) {
      waitingSince = undefined;
      return;
    }
    // A page that nobody looks at reads again when somebody does.
    if (document.visibilityState === "hidden") {
      document.addEventListener("visibilitychange", refresh, { once: true });
      return;
    }
    waitingSince = undefined;
    for (const listener of [...refreshes]) {
      listener();
    }
  }

  function refreshSoon(): void {
    const now = Date.now();
    waitingSince ??= now;
    // Pages of many readers hear of a change at the same moment: they do not ask at the same moment.
    const quiet = quietMilliseconds + Math.random() * spreadMilliseconds;
    clearTimeout(timer);
    timer = setTimeout(refresh, Math.max(0, Math.min(quiet, waitingSince + longestWaitMilliseconds - now)));
  }

  function forget(appointmentId: string): void {
    expiries.delete(appointmentId);
    setRecent(new Set([...recent].filter((id) => id !== appointmentId)));
  }

  return {
    changed(appointmentId) {
      clearTimeout(expiries.get(appointmentId));
      expiries.set(
        appointmentId,
        setTimeout(() => forget(appointmentId), highlightMilliseconds),
      );
      setRecent(new Set([...recent, appointmentId]));
      refreshSoon();
    },
    missed: refreshSoon,
    onRefresh(listener) {
      refreshes.add(listener);
      return () => refreshes.delete(listener);
    },
    recent: () => recent,
    onRecent(listener) {
      recentListeners.add(listener);
      return () => recentListeners.delete(listener);
    },
  };
}
