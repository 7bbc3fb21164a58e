import type { Client } from "urql";
import { AppointmentChangesDocument } from "../../graphql/graphql.ts";
import { StreamEnd } from "../../lib/graphql/failure.ts";
import { afterOpening, followStream } from "../../lib/live/follow-stream.ts";
import type { Live } from "../../lib/live/live.ts";
import { cursorOf } from "./resuming-source.ts";

/**
 * Follows the changes of appointments until the returned function is called: from the last cursor, or, where there is
 * none or the server no longer knows it, from now on, while everything that is shown is read once more: what changed
 * after a page was read and before the server listened is told by nobody.
 */
export function followChanges(client: Client, { connection, changes }: Live): () => void {
  let after: string | undefined;
  let lost = false;
  let settled: ReturnType<typeof setTimeout> | undefined;

  const leave = connection.subscribe(() => {
    const state = connection.current();
    clearTimeout(settled);
    if (state === "live") {
      if (lost) {
        // The stream replays which appointments changed meanwhile; it does not tell what else did.
        changes.missed();
      }
      if (after === undefined) {
        settled = afterOpening(changes.missed);
      }
    }
    lost = state === "reconnecting" || state === "offline";
  });
  const stop = followStream(client, AppointmentChangesDocument, {
    variables: () => (after === undefined ? {} : { after }),
    onEvent(data) {
      clearTimeout(settled);
      after = cursorOf(data) ?? after;
      const appointment = data?.appointmentChanged?.appointment;
      if (appointment) {
        changes.changed(appointment.id);
      } else {
        // The event could not be joined: that something changed is certain all the same.
        changes.missed();
      }
    },
    onEnd(error, goesOn) {
      const end = error.networkError;
      if (end instanceof StreamEnd && end.codes.includes("RESUME_NOT_POSSIBLE")) {
        after = undefined;
      }
      connection.set(goesOn && navigator.onLine ? "reconnecting" : "offline");
    },
  });

  return () => {
    leave();
    clearTimeout(settled);
    stop();
  };
}
