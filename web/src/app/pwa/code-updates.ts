const quietMilliseconds = 2_000;
// Browsers look for a newer version when a page is loaded, which one that stays open all day never is.
const lookMilliseconds = 3_600_000;

/** Keeps the app's code for when there is no network, and tells of a newer version that waits to be taken over. */
export interface CodeUpdates {
  readonly waiting: () => ServiceWorker | null;
  readonly subscribe: (listener: () => void) => () => void;
}

export function watchCode(container: ServiceWorkerContainer): CodeUpdates {
  const listeners = new Set<() => void>();
  let waiting: ServiceWorker | null = null;

  function set(worker: ServiceWorker | null): void {
    // The first version of all replaces nothing.
    waiting = container.controller === null ? null : worker;
    for (const listener of [...listeners]) {
      listener();
    }
  }

  async function register(): Promise<void> {
    // What the page itself loads comes first.
    if (document.readyState !== "complete") {
      await new Promise((loaded) => window.addEventListener("load", loaded, { once: true }));
    }
    await new Promise((quiet) => setTimeout(quiet, quietMilliseconds));
    const registration = await container.register("/service-worker.js");
    set(registration.waiting);
    lookAgain(registration);
    registration.addEventListener("updatefound", () => {
      const worker = registration.installing;
      worker?.addEventListener("statechange", () => {
        if (worker.state === "installed") {
          set(worker);
        }
      });
    });
  }

  /** Looks for a newer version whenever somebody comes back to the page, though not more than once an hour. */
  function lookAgain(registration: ServiceWorkerRegistration): void {
    let looked = Date.now();
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible" && Date.now() - looked >= lookMilliseconds) {
        looked = Date.now();
        // Without a network there is nothing newer to have.
        registration.update().catch(() => undefined);
      }
    });
  }

  // Without it the app does all that it does with a network.
  register().catch(() => undefined);
  return {
    waiting: () => waiting,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Lets the newer version take over, and goes on with it. */
export function takeOver(worker: ServiceWorker, container: ServiceWorkerContainer): void {
  container.addEventListener("controllerchange", () => window.location.reload(), { once: true });
  worker.postMessage("take over");
}
