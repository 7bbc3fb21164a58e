import { useEffect } from "react";
import { useBlocker } from "react-router";

/** Whether somebody waits to be let to another page, and the two answers. */
export interface LeaveGuard {
  readonly asking: boolean;
  readonly leave: () => void;
  readonly stay: () => void;
}

/**
 * Keeps the page from being left while something is written or under way: reloading asks the browser's way, another page of
 * the app waits until `asking` was answered.
 */
export function useLeaveGuard(written: boolean): LeaveGuard {
  useEffect(() => {
    if (!written) {
      return;
    }
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [written]);

  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => written && currentLocation.pathname !== nextLocation.pathname,
  );
  return {
    asking: blocker.state === "blocked",
    leave: () => blocker.proceed?.(),
    stay: () => blocker.reset?.(),
  };
}
