import type { Client } from "@urql/core";
import {
  AdmitToVisitRoomDocument,
  JoinVisitRoomDocument,
  LeaveVisitRoomDocument,
  SendVisitSignalDocument,
  VisitRoomChangesDocument,
  type VisitRoomStateFragment,
} from "../../graphql/graphql.ts";
import { sendCommand } from "../../lib/graphql/command.ts";
import { StreamEnd } from "../../lib/graphql/failure.ts";
import { followStream } from "../../lib/live/follow-stream.ts";
import { type Call, type CallState, startCall } from "./call.ts";

/** Where a window stands in a visit. */
export type RoomState =
  | { readonly kind: "joining" }
  | { readonly kind: "refused"; readonly code: string }
  | {
      readonly kind: "inside";
      readonly room: VisitRoomStateFragment;
      readonly call: CallState | null;
      readonly remote: MediaStream | null;
    }
  | { readonly kind: "left" }
  | { readonly kind: "over" };

export interface RoomSession {
  readonly admit: () => Promise<void>;
  readonly leave: () => void;
  /** Leaves without a word to the page, which is gone. */
  readonly close: () => void;
}

interface RoomOptions {
  readonly client: Client;
  readonly link: string;
  /** Another link, for when the seat was lost and the first one is too old. */
  readonly newLink: () => Promise<string | null>;
  readonly stream: MediaStream | null;
  readonly onState: (state: RoomState) => void;
}

const retryMilliseconds = 2_000;

/** Goes into the room by `link`, and meets whoever is there. */
export function enterRoom({ client, link, newLink, stream, onState }: RoomOptions): RoomSession {
  let room: VisitRoomStateFragment | undefined;
  let seat: string | null = null;
  let call: Call | undefined;
  let callState: CallState | null = null;
  let callPeer: string | null = null;
  let remote: MediaStream | null = null;
  let over: ReturnType<typeof setTimeout> | undefined;
  let stopFollowing = () => {
    // Nothing is followed yet.
  };
  let ended = false;
  let sending: Promise<unknown> = Promise.resolve();

  function show(): void {
    if (room && !ended) {
      onState({ kind: "inside", room, call: callState, remote });
    }
  }

  function end(state: RoomState | null): void {
    if (ended) {
      return;
    }
    ended = true;
    clearTimeout(over);
    stopFollowing();
    call?.close();
    if (state) {
      onState(state);
    }
  }

  async function join(by: string): Promise<void> {
    const outcome = await sendCommand(client, JoinVisitRoomDocument, { link: by, seat }, (data) => data.joinVisitRoom);
    if (ended) {
      return;
    }
    if (outcome.kind === "unknown") {
      setTimeout(() => void join(by), retryMilliseconds);
      return;
    }
    const joined = outcome.kind === "done" ? outcome.payload.visitRoom : null;
    if (!joined) {
      const code = outcome.kind === "refused" ? outcome.errors[0]?.code : undefined;
      end(code === "ROOM_CLOSED" ? { kind: "over" } : { kind: "refused", code: code ?? "" });
      return;
    }
    seat = joined.seat;
    take(joined);
    follow();
  }

  /** The seat is lost: it was given up while this window could not be heard of. */
  async function joinAgain(): Promise<void> {
    stopFollowing();
    const by = (await newLink()) ?? link;
    if (!ended) {
      await join(by);
    }
  }

  function follow(): void {
    stopFollowing();
    stopFollowing = followStream(client, VisitRoomChangesDocument, {
      variables: () => ({ seat: seat ?? "" }),
      onEvent(data) {
        const change = data?.visitRoomChanged;
        if (!change || ended) {
          return;
        }
        if (change.room.seat !== seat) {
          end(change.room.seat === null ? { kind: "left" } : { kind: "refused", code: "SEAT_TAKEN" });
          return;
        }
        take(change.room);
        for (const signal of change.signals) {
          call?.receive(signal);
        }
      },
      onEnd(error) {
        const cause = error.networkError;
        if (cause instanceof StreamEnd && cause.codes.includes("BAD_USER_INPUT")) {
          // Whatever follows the stream further is stopped before it is followed anew.
          setTimeout(() => void joinAgain(), 0);
        }
      },
    });
  }

  function take(now: VisitRoomStateFragment): void {
    room = now;
    clearTimeout(over);
    over = setTimeout(() => end({ kind: "over" }), Math.max(0, Date.parse(now.closesAt) - Date.now()));
    const peer = now.admitted ? now.peer : null;
    if (peer !== callPeer) {
      call?.close();
      call = undefined;
      callState = null;
      remote = null;
      callPeer = peer;
      if (peer !== null) {
        call = meet(now);
      }
    }
    show();
  }

  function meet({ side, iceServers }: VisitRoomStateFragment): Call {
    return startCall({
      offers: side === "PROVIDER",
      iceServers,
      stream,
      send: signal,
      onState(state) {
        callState = state;
        show();
      },
      onRemote(media) {
        remote = media;
        show();
      },
    });
  }

  /** In the order in which they were said. One that does not arrive is made good by another attempt to connect. */
  function signal(payload: string): void {
    sending = sending.then(async () => {
      if (!ended && seat !== null) {
        await sendCommand(client, SendVisitSignalDocument, { seat, payload }, (data) => data.sendVisitSignal);
      }
    });
  }

  function goodbye(): void {
    if (!ended && seat !== null) {
      void sendCommand(client, LeaveVisitRoomDocument, { seat }, (data) => data.leaveVisitRoom);
    }
  }

  onState({ kind: "joining" });
  void join(link);

  return {
    async admit() {
      if (seat === null) {
        return;
      }
      const outcome = await sendCommand(client, AdmitToVisitRoomDocument, { seat }, (data) => data.admitToVisitRoom);
      if (outcome.kind === "done" && outcome.payload.visitRoom && !ended) {
        take(outcome.payload.visitRoom);
      }
    },
    leave() {
      goodbye();
      end({ kind: "left" });
    },
    close() {
      goodbye();
      end(null);
    },
  };
}
