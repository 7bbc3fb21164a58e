import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from "react";
import { useClient } from "urql";
import { addDays } from "../../../lib/format/calendar-date.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { startOfDay } from "../../../lib/format/zoned-time.ts";
import { useReturnRefresh } from "../../../lib/live/use-return-refresh.ts";
import { useToday } from "../../../lib/use-today.ts";
import { PatientStatusBadge } from "../../../ui/status/status-badge.tsx";
import { type FollowedPresence, followPresence, type Presence } from "../follow-presence.ts";

const PresenceContext = createContext<Presence>(new Map());

/** Knows for all that stands in it who is at the clinic today, as it changes. */
export function PresenceProvider({ children }: { children: ReactNode }) {
  const client = useClient();
  const { timeZone } = useFormat();
  const today = useToday();
  const [presence, setPresence] = useState<Presence>(new Map());
  const followed = useRef<FollowedPresence>(null);
  useReturnRefresh(() => followed.current?.refresh());
  useEffect(() => {
    const day = {
      from: startOfDay(today, timeZone).toISOString(),
      to: startOfDay(addDays(today, 1), timeZone).toISOString(),
    };
    followed.current = followPresence(client, day, setPresence);
    return followed.current.stop;
  }, [client, today, timeZone]);
  return <PresenceContext value={presence}>{children}</PresenceContext>;
}

/** That a patient waits or is being seen; nothing of whoever is not at the clinic. */
export function PatientPresence({ patientId }: { patientId: string }) {
  const status = useContext(PresenceContext).get(patientId);
  return status === undefined ? null : <PatientStatusBadge status={status} />;
}
