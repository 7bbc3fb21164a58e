import { useEffect, useState } from "react";

const tickMilliseconds = 30_000;

/** The present moment, as exact as pages that tell how late somebody is need it. */
export function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), tickMilliseconds);
    return () => clearInterval(timer);
  }, []);
  return now;
}
