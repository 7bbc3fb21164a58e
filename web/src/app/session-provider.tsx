import { notifications } from "@mantine/notifications";
import { type ReactNode, useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Client, Provider } from "urql";
import { SessionControlContext } from "../lib/session-control.ts";
import { createGraphqlClient } from "./graphql-client.ts";

// Many answers can say at once that the session is over; it ends once.
const quietMilliseconds = 5_000;

/** Holds the GraphQL client of the present session, and makes a new one when the session changes. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const lastEnd = useRef(0);
  const [session, setSession] = useState<{ readonly epoch: number }>({ epoch: 0 });
  const restart = useCallback(() => {
    notifications.clean();
    setSession(({ epoch }) => ({ epoch: epoch + 1 }));
  }, []);

  const client = useMemo<Client>(() => {
    const { epoch } = session;
    return createGraphqlClient(() => {
      if (Date.now() - lastEnd.current < quietMilliseconds) {
        return;
      }
      lastEnd.current = Date.now();
      notifications.show({ color: "yellow", message: t("errors.sessionEnded") });
      setSession((current) => (current.epoch === epoch ? { epoch: epoch + 1 } : current));
    });
  }, [session, t]);
  const control = useMemo(() => ({ restart }), [restart]);

  return (
    <SessionControlContext value={control}>
      <Provider key={session.epoch} value={client}>
        {children}
      </Provider>
    </SessionControlContext>
  );
}
