import { useEffect, useState } from "react";
import { isLeaving, signOut } from "./session-requests.ts";

const retryMilliseconds = 5_000;

/** True until the server has ended the session of whoever left while it did not answer: it is told again and again. */
export function useUnfinishedSignOut(): boolean {
  const [leaving, setLeaving] = useState(isLeaving);
  useEffect(() => {
    if (!leaving) {
      return;
    }
    const again = () => void signOut().then((ended) => setLeaving(!ended));
    again();
    const timer = setInterval(again, retryMilliseconds);
    window.addEventListener("online", again);
    return () => {
      clearInterval(timer);
      window.removeEventListener("online", again);
    };
  }, [leaving]);
  return leaving;
}
