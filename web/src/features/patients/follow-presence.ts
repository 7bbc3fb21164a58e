import type { Client } from "urql";
import { type PatientStatus, PresenceChangesDocument, PresentPatientsDocument } from "../../graphql/graphql.ts";
import { StreamEnd } from "../../lib/graphql/failure.ts";
import { followStream } from "../../lib/live/follow-stream.ts";

/** Who is at the clinic, by the patients' ids: who waits and who is being seen. */
export type Presence = ReadonlyMap<string, PatientStatus>;

export interface FollowedPresence {
  /** Reads again who is there. */
  readonly refresh: () => void;
  readonly stop: () => void;
}

/**
 * Tells who is at the clinic in a day's visits, now and whenever somebody arrives, is called in or leaves. The stream goes
 * on after the last cursor; where there is none, what came before is read once the server listens.
 */
export function followPresence(
  client: Client,
  day: { readonly from: string; readonly to: string },
  tell: (presence: Presence) => void,
): FollowedPresence {
  let presence: Presence = new Map();
  let after: string | undefined;
  let stopped = false;
  // What is told while one reads may be newer than what is read.
  let toldSince = 0;

  function become(next: Presence): void {
    presence = next;
    if (!stopped) {
      tell(presence);
    }
  }

  async function refresh(): Promise<void> {
    const before = toldSince;
    const { data } = await client.query(PresentPatientsDocument, day, { requestPolicy: "network-only" });
    const visits = data?.appointments?.nodes;
    if (stopped || visits === undefined) {
      return;
    }
    if (toldSince !== before) {
      await refresh();
      return;
    }
    const waiting = visits.flatMap(({ patient, status }) => (patient ? [[patient.id, status] as const] : []));
    // Whoever waits for one visit and is in another is being seen.
    become(
      new Map<string, PatientStatus>([
        ...waiting.filter(([, status]) => status === "CHECKED_IN").map(([id]) => [id, "WAITING"] as const),
        ...waiting.filter(([, status]) => status === "IN_PROGRESS").map(([id]) => [id, "IN_CONSULTATION"] as const),
      ]),
    );
  }

  const stop = followStream(client, PresenceChangesDocument, {
    variables: () => (after === undefined ? {} : { after }),
    onOpened: () => void refresh(),
    onEvent(data) {
      toldSince += 1;
      after = data?.patientStatusChanged?.cursor ?? after;
      const patient = data?.patientStatusChanged?.patient;
      if (!data?.patientStatusChanged || !patient) {
        void refresh();
        return;
      }
      const others = [...presence].filter(([id]) => id !== patient.id);
      const { status } = data.patientStatusChanged;
      if (status === "DISCHARGED") {
        become(new Map(others));
        // They may wait for another visit.
        void refresh();
      } else {
        become(new Map([...others, [patient.id, status]]));
      }
    },
    onEnd(error) {
      const end = error.networkError;
      if (end instanceof StreamEnd && end.codes.includes("RESUME_NOT_POSSIBLE")) {
        after = undefined;
      }
    },
  });
  void refresh();
  return {
    refresh: () => void refresh(),
    stop() {
      stopped = true;
      stop();
    },
  };
}
