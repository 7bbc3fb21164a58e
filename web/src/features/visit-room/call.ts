/** How the connection to the other side stands. */
export type CallState = "connecting" | "connected" | "reconnecting";

export interface IceServer {
  readonly urls: readonly string[];
  readonly username: string | null;
  readonly credential: string | null;
}

export interface CallOptions {
  /** One side makes all the offers, so that they never cross. */
  readonly offers: boolean;
  readonly iceServers: readonly IceServer[];
  /** Null for whoever has neither camera nor microphone. */
  readonly stream: MediaStream | null;
  readonly send: (signal: string) => void;
  readonly onState: (state: CallState) => void;
  readonly onRemote: (stream: MediaStream) => void;
}

/** A connection to one browser on the other side, until it is closed. */
export interface Call {
  readonly receive: (signal: string) => void;
  readonly close: () => void;
}

/** What browsers tell each other; a connection that is made anew has another number. */
interface Signal {
  readonly attempt: string;
  readonly description?: RTCSessionDescriptionInit;
  readonly candidates?: readonly RTCIceCandidateInit[];
}

/** Candidates come one after the other: what comes within this time is told at once. */
const gatherMilliseconds = 150;
const watchMilliseconds = 1_000;
/** How long a lost connection may come back by itself, and how long each attempt has. */
const patienceMilliseconds = 4_000;
const attemptMilliseconds = 10_000;
/** Attempts to find a new way for the connection before it is made anew. */
const restarts = 2;

export function startCall({ offers, iceServers, stream, send, onState, onRemote }: CallOptions): Call {
  let attempt = "";
  let connection: RTCPeerConnection | undefined;
  let early: RTCIceCandidateInit[] = [];
  let gathered: RTCIceCandidateInit[] = [];
  let gathering: ReturnType<typeof setTimeout> | undefined;
  let wasConnected = false;
  let lostAt: number | undefined;
  let triedAt = Date.now();
  let tries = 0;
  let closed = false;
  // Signals change the connection one after the other.
  let work: Promise<void> = Promise.resolve();

  function tell(signal: Omit<Signal, "attempt">): void {
    send(JSON.stringify({ attempt, ...signal } satisfies Signal));
  }

  function connect(name: string): RTCPeerConnection {
    connection?.close();
    attempt = name;
    early = [];
    gathered = [];
    const made = new RTCPeerConnection({
      iceServers: iceServers.map(({ urls, username, credential }) => ({
        urls: [...urls],
        ...(username !== null && credential !== null ? { username, credential } : {}),
      })),
    });
    made.onicecandidate = ({ candidate }) => {
      if (candidate === null || connection !== made) {
        return;
      }
      gathered.push(candidate.toJSON());
      gathering ??= setTimeout(() => {
        gathering = undefined;
        if (gathered.length > 0) {
          tell({ candidates: gathered.splice(0) });
        }
      }, gatherMilliseconds);
    };
    made.ontrack = ({ streams: [remote] }) => {
      if (remote) {
        onRemote(remote);
      }
    };
    made.onconnectionstatechange = () => {
      if (connection === made) {
        look();
      }
    };
    connection = made;
    addTracks(made, stream, offers);
    return made;
  }

  async function offer(options?: RTCOfferOptions): Promise<void> {
    const made = options?.iceRestart && connection ? connection : connect(crypto.randomUUID());
    triedAt = Date.now();
    await made.setLocalDescription(await made.createOffer(options));
    if (made.localDescription) {
      tell({ description: made.localDescription.toJSON() });
    }
  }

  async function answer(name: string, description: RTCSessionDescriptionInit): Promise<void> {
    const made = name === attempt && connection ? connection : connect(name);
    triedAt = Date.now();
    await made.setRemoteDescription(description);
    await made.setLocalDescription();
    if (made.localDescription) {
      tell({ description: made.localDescription.toJSON() });
    }
    await addEarly(made);
  }

  async function take({ attempt: name, description, candidates = [] }: Signal): Promise<void> {
    if (description && !offers) {
      await answer(name, description);
    } else if (description && name === attempt && connection) {
      await connection.setRemoteDescription(description);
      await addEarly(connection);
    }
    if (name !== attempt || !connection) {
      return;
    }
    early.push(...candidates);
    if (connection.remoteDescription) {
      await addEarly(connection);
    }
  }

  async function addEarly(made: RTCPeerConnection): Promise<void> {
    for (const candidate of early.splice(0)) {
      await made.addIceCandidate(candidate);
    }
  }

  function enqueue(step: () => Promise<void>): void {
    work = work.then(async () => {
      if (closed) {
        return;
      }
      try {
        await step();
      } catch {
        // What came too late or out of turn; the watch makes another attempt.
      }
    });
  }

  /** Says how it stands, and has the side that offers try again what does not come about. */
  function look(): void {
    const state = connection?.connectionState;
    const now = Date.now();
    if (state === "connected") {
      wasConnected = true;
      lostAt = undefined;
      tries = 0;
      onState("connected");
      return;
    }
    lostAt ??= now;
    if (wasConnected && now - lostAt < watchMilliseconds) {
      return;
    }
    onState(wasConnected ? "reconnecting" : "connecting");
    const overdue = now - triedAt > attemptMilliseconds || state === "failed";
    const patient = wasConnected && now - lostAt < patienceMilliseconds;
    if (!offers || !overdue || patient || now - triedAt < patienceMilliseconds) {
      return;
    }
    triedAt = now;
    tries += 1;
    enqueue(() => offer(wasConnected && tries <= restarts ? { iceRestart: true } : undefined));
  }

  onState("connecting");
  if (offers) {
    enqueue(() => offer());
  }
  const watch = setInterval(look, watchMilliseconds);

  return {
    receive(text) {
      const signal = readSignal(text);
      if (signal) {
        enqueue(() => take(signal));
      }
    },
    close() {
      closed = true;
      clearInterval(watch);
      clearTimeout(gathering);
      connection?.close();
    },
  };
}

function addTracks(connection: RTCPeerConnection, stream: MediaStream | null, offers: boolean): void {
  for (const kind of ["audio", "video"] as const) {
    const track = stream?.getTracks().find((candidate) => candidate.kind === kind);
    if (track && stream) {
      connection.addTrack(track, stream);
    } else if (offers) {
      connection.addTransceiver(kind, { direction: "recvonly" });
    }
  }
}

/** What the other browser told; undefined for what is no signal of this page. */
function readSignal(text: string): Signal | undefined {
  try {
    const signal = JSON.parse(text) as Partial<Signal> | null;
    return typeof signal?.attempt === "string" ? (signal as Signal) : undefined;
  } catch {
    return undefined;
  }
}
