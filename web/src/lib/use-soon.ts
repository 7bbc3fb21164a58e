import { useCallback, useEffect, useRef } from "react";

/** Calls `what` once, so long after the function that is answered was called the last time. */
export function useSoon(what: () => void, milliseconds: number): () => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(what);
  useEffect(() => {
    latest.current = what;
  }, [what]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => latest.current(), milliseconds);
  }, [milliseconds]);
}
