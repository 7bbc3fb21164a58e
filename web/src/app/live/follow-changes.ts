import type { Client, CombinedError } from "urql";
import { AppointmentChangesDocument } from "../../graphql/graphql.ts";
import { isSessionEnd, StreamEnd } from "../../lib/graphql/failure.ts";
import type { Live } from "../../lib/live/live.ts";
import { isRetryable } from "./live-socket.ts";
import { cursorOf } from "./resuming-source.ts";

const firstWaitMilliseconds = 1_000;
const longestWaitMilliseconds = 60_000;

/**
 * Follows the changes of appointments until the returned function is called. The socket comes back by itself after a
 * lost network; here is what remains: a stream that the server ended is opened again from the last cursor, or, when
 * the server no longer knows that one, anew while everything is read again.
 */
export function followChanges(client: Client, { connection, changes }: Live): () => void {
  let after: string | undefined;
  let failures = 0;
  let lost = false;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let stop = () => {
    // Nothing is followed yet.
  };

  function follow(): void {
    const { unsubscribe } = client
      .subscription(AppointmentChangesDocument, after === undefined ? {} : { after })
      .subscribe(({ data, error }) => {
        if (error?.networkError) {
          stop();
          ended(error);
          return;
        }
        after = cursorOf(data) ?? after;
        failures = 0;
        const appointment = data?.appointmentChanged?.appointment;
        if (appointment) {
          changes.changed(appointment.id);
        } else {
          // The event could not be joined: that something changed is certain all the same.
          changes.missed();
        }
      });
    stop = unsubscribe;
  }

  function ended(error: CombinedError): void {
    const end = error.networkError;
    if (isSessionEnd(error) || !(end instanceof StreamEnd || isRetryable(end))) {
      connection.set("offline");
      return;
    }
    if (end instanceof StreamEnd && end.codes.includes("RESUME_NOT_POSSIBLE")) {
      after = undefined;
    }
    connection.set(navigator.onLine ? "reconnecting" : "offline");
    const wait = Math.min(longestWaitMilliseconds, firstWaitMilliseconds * 2 ** failures);
    failures += 1;
    retry = setTimeout(follow, wait * (0.5 + Math.random()));
  }

  const leave = connection.subscribe(() => {
    const state = connection.current();
    if (state === "live" && lost) {
      // The stream replays which appointments changed meanwhile; it does not tell what else did.
      changes.missed();
    }
    lost = state === "reconnecting" || state === "offline";
  });
  follow();

  return () => {
    leave();
    clearTimeout(retry);
    stop();
  };
}
