import { notifications } from "@mantine/notifications";
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Provider } from "urql";
import { useTranslation } from "../lib/i18n/use-translation.ts";
import { createLive, LiveContext } from "../lib/live/live.ts";
import { createSeenStore } from "../lib/seen-store.ts";
import { SessionControlContext } from "../lib/session-control.ts";
import { createGraphqlClient } from "./graphql-client.ts";
import { createLiveSocket } from "./live/live-socket.ts";

// Many answers can say at once that the session is over; it ends once.
const quietMilliseconds = 5_000;

/** Holds the GraphQL client and the socket of the present session, and makes new ones when the session changes. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const lastEnd = useRef(0);
  const [session, setSession] = useState<{ readonly epoch: number }>({ epoch: 0 });
  const restart = useCallback(() => {
    notifications.clean();
    setSession(({ epoch }) => ({ epoch: epoch + 1 }));
  }, []);

  const { client, live, socket, seen } = useMemo(() => {
    const { epoch } = session;
    const live = createLive();
    const socket = createLiveSocket(live.connection);
    const seen = createSeenStore();
    const client = createGraphqlClient(
      () => {
        if (Date.now() - lastEnd.current < quietMilliseconds) {
          return;
        }
        lastEnd.current = Date.now();
        notifications.show({ color: "yellow", message: t("errors.sessionEnded") });
        setSession((current) => (current.epoch === epoch ? { epoch: epoch + 1 } : current));
        void seen?.forget();
      },
      socket,
      seen,
    );
    return { client, live, socket, seen };
  }, [session, t]);
  useEffect(() => socket.watchNetwork(), [socket]);
  const control = useMemo(
    () => ({
      restart,
      belongTo(userId: string) {
        const known = seen?.userId() ?? userId;
        if (known === userId) {
          seen?.belongTo(userId);
        } else {
          // What is in the cache may be what somebody else has seen.
          void seen?.forget().then(restart);
        }
      },
      forget() {
        void seen?.forget();
      },
    }),
    [restart, seen],
  );

  return (
    <SessionControlContext value={control}>
      <LiveContext value={live}>
        <Provider key={session.epoch} value={client}>
          {children}
        </Provider>
      </LiveContext>
    </SessionControlContext>
  );
}
