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

/** The present moment for what is asked of the server by it: moves on in steps of so many milliseconds. */
export function useMoment(now: Date, step: number): Date {
  const [moment, setMoment] = useState(now);
  if (now.getTime() - moment.getTime() >= step) {
    setMoment(now);
  }
  return moment;
}
