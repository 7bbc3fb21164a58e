const quietMilliseconds = 2_000;

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
    registration.addEventListener("updatefound", () => {
      const worker = registration.installing;
      worker?.addEventListener("statechange", () => {
        if (worker.state === "installed") {
          set(worker);
        }
      });
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
