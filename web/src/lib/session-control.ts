import { createContext, useContext } from "react";

/** What pages may do to the session itself. Each empties the cache: nothing of one account is left for the next. */
export interface SessionControl {
  /** Another account may be signed in now. */
  readonly restart: () => void;
}

export const SessionControlContext = createContext<SessionControl>({ restart: () => undefined });

export function useSessionControl(): SessionControl {
  return useContext(SessionControlContext);
}
