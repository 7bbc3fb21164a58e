import type { LiveSocket } from "../app/live/live-socket.ts";

interface Subscribed {
  readonly payload: Parameters<LiveSocket["subscribe"]>[0];
  readonly sink: Parameters<LiveSocket["subscribe"]>[1];
}

/** A socket whose other end is the test. The subscriptions that were opened are listed in order. */
export function createFakeSocket() {
  const opened: Subscribed[] = [];
  const socket: Pick<LiveSocket, "subscribe"> = {
    subscribe(payload, sink) {
      opened.push({ payload, sink: sink as Subscribed["sink"] });
      return () => undefined;
    },
  };
  return { socket, opened };
}

/** The change of an appointment as the server tells it. */
export function changeOf(id: string, cursor: string) {
  return {
    data: {
      appointmentChanged: {
        __typename: "AppointmentChange",
        cursor,
        appointment: {
          __typename: "Appointment",
          id,
          version: 2,
          status: "BOOKED",
          visitType: "IN_PERSON",
          startsAt: "2026-11-23T15:30:00.000Z",
          endsAt: "2026-11-23T16:00:00.000Z",
          reason: null,
          patient: null,
          provider: null,
        },
      },
    },
  };
}
