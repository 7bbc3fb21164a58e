import { useEffect, useRef } from "react";
import { useViewer } from "../viewer.ts";
import { useLive } from "./live.ts";
import { watchReturn } from "./watch-return.ts";

/**
 * Reads again what a page shows of which no subscription tells, without anything to be seen of it but the changes: when
 * somebody comes back to the window, when the connection is back, and after the user did something in another tab.
 */
export function useReturnRefresh(refresh: () => void): void {
  const { connection } = useLive();
  const { id } = useViewer();
  const latest = useRef(refresh);
  useEffect(() => {
    latest.current = refresh;
  }, [refresh]);
  useEffect(() => watchReturn(id, connection, () => latest.current()), [id, connection]);
}
