import { useCallback, useEffect, useRef, useState } from "react";
import { useClient } from "urql";
import { signalPresence } from "../../lib/presence.ts";
import { enterRoom, type RoomSession, type RoomState } from "./room-session.ts";

interface VisitRoomOptions {
  readonly link: string;
  readonly newLink: () => Promise<string | null>;
}

const presenceMilliseconds = 30_000;

/** Where this window stands in the visit; null before its user goes in. Who leaves the page leaves the room. */
export function useVisitRoom({ link, newLink }: VisitRoomOptions) {
  const client = useClient();
  const session = useRef<RoomSession | null>(null);
  const [state, setState] = useState<RoomState | null>(null);

  const enter = useCallback(
    (stream: MediaStream | null) => {
      session.current = enterRoom({ client, link, newLink, stream, onState: setState });
    },
    [client, link, newLink],
  );
  useEffect(() => () => session.current?.close(), []);

  const talks = state?.kind === "inside" && state.call === "connected";
  useEffect(() => {
    if (talks) {
      const timer = setInterval(signalPresence, presenceMilliseconds);
      return () => clearInterval(timer);
    }
  }, [talks]);

  return {
    state,
    enter,
    /** Back to the door, after the room was left. */
    goBack: useCallback(() => setState(null), []),
    admit: useCallback(async () => session.current?.admit(), []),
    leave: useCallback(() => session.current?.leave(), []),
  };
}
