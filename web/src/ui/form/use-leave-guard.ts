import { useEffect } from "react";
import { useBlocker } from "react-router";

/**
 * Keeps the page from being left while something is written: reloading asks the browser's way, another page of the app
 * waits until `asking` was answered.
 */
export function useLeaveGuard(written: boolean) {
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
