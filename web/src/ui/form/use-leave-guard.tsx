import { type ReactNode, useEffect, useState } from "react";
import { type Location, useBlocker, useNavigate } from "react-router";
import { signInPage } from "../../lib/return-path.ts";

export interface LeaveGuard {
  /** Somebody wants to go to another page. */
  readonly asking: boolean;
  readonly leave: () => void;
  readonly stay: () => void;
  /** To be rendered, wherever: it is there as long as something is written. */
  readonly blocker: ReactNode;
}

interface Blocked {
  readonly location: Location;
  readonly proceed: () => void;
  readonly reset: () => void;
}

// The router asks the guard that came last, and no other: one that has nothing to keep must not be there.
let standing = 0;

/**
 * Keeps the page from being left while something is written: reloading asks the browser's way, another page of the app
 * waits until `asking` was answered. Of several, each is asked, the last one first.
 */
export function useLeaveGuard(written: boolean): LeaveGuard {
  const navigate = useNavigate();
  const [blocked, setBlocked] = useState<Blocked | null>(null);
  const [going, setGoing] = useState<Location | null>(null);

  useEffect(() => {
    if (!written) {
      return;
    }
    standing += 1;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => {
      standing -= 1;
      window.removeEventListener("beforeunload", ask);
    };
  }, [written]);

  // This one is gone by now, and the next one is asked.
  useEffect(() => {
    if (going !== null && !written) {
      setGoing(null);
      void navigate(going);
    }
  }, [going, written, navigate]);

  function leave(): void {
    if (blocked !== null && standing > 1) {
      blocked.reset();
      setGoing(blocked.location);
    } else {
      blocked?.proceed();
    }
  }

  return {
    asking: written && blocked !== null,
    leave,
    stay: () => blocked?.reset(),
    blocker: written && <Blocker onBlocked={setBlocked} />,
  };
}

function Blocker({ onBlocked }: { readonly onBlocked: (blocked: Blocked | null) => void }) {
  // The end of a session covers the screen, and asks nobody.
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      currentLocation.pathname !== nextLocation.pathname && nextLocation.pathname !== signInPage,
  );
  useEffect(() => onBlocked(blocker.state === "blocked" ? blocker : null), [blocker, onBlocked]);
  // What was asked of it is over with it.
  useEffect(() => () => onBlocked(null), [onBlocked]);
  return null;
}
