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
    async function again(): Promise<void> {
      // Another tab may have told the server, and somebody may have signed in since.
      setLeaving(isLeaving() && !(await signOut()));
    }
    const tell = () => void again();
    tell();
    const timer = setInterval(tell, retryMilliseconds);
    window.addEventListener("online", tell);
    return () => {
      clearInterval(timer);
      window.removeEventListener("online", tell);
    };
  }, [leaving]);
  return leaving;
}
