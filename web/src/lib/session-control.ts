import { createContext, useContext } from "react";

/** What pages may do to the session itself. Nothing of one account is left for the next. */
export interface SessionControl {
  /** Another account may be signed in now: the cache is emptied. */
  readonly restart: () => void;
  /** What is seen is kept on this device for this user, to be read without a network. */
  readonly belongTo: (userId: string) => void;
  /** What was kept of the session on this device is gone, and nothing more is kept. */
  readonly forget: () => void;
}

export const SessionControlContext = createContext<SessionControl>({
  restart: () => undefined,
  belongTo: () => undefined,
  forget: () => undefined,
});

export function useSessionControl(): SessionControl {
  return useContext(SessionControlContext);
}
