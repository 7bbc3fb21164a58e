import type { SessionEndStore } from "./session-end-store.ts";
import type { SessionAnswer, SessionEnd } from "./session-requests.ts";

export interface IdleWatchOptions {
  /** Asks the server how long the session goes on. */
  readonly read: () => Promise<SessionAnswer>;
  /** Tells the server that the user has done something. */
  readonly report: () => Promise<SessionAnswer>;
  readonly store: SessionEndStore;
  /** How the tabs of one browser, which share the session, tell each other. */
  readonly channel: Pick<BroadcastChannel, "postMessage" | "addEventListener" | "removeEventListener">;
  /** @param secondsLeft null while there is nothing to warn of */
  readonly onWarning: (secondsLeft: number | null) => void;
  /** Called once. */
  readonly onEnd: (reason: SessionEnd) => void;
}

export interface IdleWatch {
  /** The user has done something. While the warning shows, only staying signed in counts. */
  readonly act: () => void;
  readonly stay: () => void;
  /** The user signs out, in all tabs. */
  readonly leave: () => void;
  readonly close: () => void;
}

type Message = { readonly endsAt: number } | { readonly ended: SessionEnd };

const warningMilliseconds = 120_000;
const reportMilliseconds = 60_000;
const tickMilliseconds = 1_000;
const retryMilliseconds = 5_000;

/**
 * Counts down to the end that the server has set. The server decides: before the screen is covered it is asked once more,
 * since another tab may have gone on, and a laptop may have slept.
 */
export function createIdleWatch({ read, report, store, channel, onWarning, onEnd }: IdleWatchOptions): IdleWatch {
  // A page that is opened without a network counts on.
  let endsAt = store.recall();
  let reportedAt = Date.now();
  let acted = false;
  let warned = false;
  let asking = false;
  let nextQuestionAt = 0;
  let closed = false;

  function setEnd(at: number): void {
    endsAt = at;
    store.keep(at);
    if (warned && at - Date.now() > warningMilliseconds) {
      warned = false;
      onWarning(null);
    }
  }

  function end(reason: SessionEnd, tell: boolean): void {
    if (closed) {
      return;
    }
    close();
    store.forget();
    if (tell) {
      channel.postMessage({ ended: reason } satisfies Message);
    }
    onEnd(reason);
  }

  async function ask(question: () => Promise<SessionAnswer>): Promise<void> {
    asking = true;
    const answer = await question();
    asking = false;
    nextQuestionAt = Date.now() + retryMilliseconds;
    if (closed) {
      return;
    }
    if (answer === "over") {
      end(endsAt !== undefined && Date.now() >= endsAt ? "idle" : "ended", true);
    } else if (answer !== "unknown") {
      const at = Date.now() + Math.min(answer.idleExpiresInSeconds, answer.expiresInSeconds) * 1_000;
      setEnd(at);
      channel.postMessage({ endsAt: at } satisfies Message);
      if (at <= Date.now()) {
        end("idle", true);
      }
    } else if (endsAt !== undefined && Date.now() >= endsAt) {
      // Without an answer nothing says that the session goes on.
      end("idle", true);
    }
  }

  function reportNow(): void {
    acted = false;
    reportedAt = Date.now();
    void ask(report);
  }

  function tick(): void {
    const now = Date.now();
    if (asking) {
      return;
    }
    if (endsAt === undefined || now >= endsAt) {
      if (now >= nextQuestionAt) {
        void ask(read);
      }
      return;
    }
    if (acted && now - reportedAt >= reportMilliseconds) {
      reportNow();
      return;
    }
    if (endsAt - now <= warningMilliseconds) {
      warned = true;
      onWarning(Math.ceil((endsAt - now) / 1_000));
    }
  }

  function hear({ data }: MessageEvent<Message>): void {
    if ("ended" in data) {
      end(data.ended, false);
    } else {
      setEnd(data.endsAt);
    }
  }

  function close(): void {
    closed = true;
    clearInterval(ticking);
    channel.removeEventListener("message", hear);
  }

  channel.addEventListener("message", hear);
  const ticking = setInterval(tick, tickMilliseconds);
  void ask(read);

  return {
    act() {
      if (warned || closed) {
        return;
      }
      acted = true;
      if (!asking && Date.now() - reportedAt >= reportMilliseconds) {
        reportNow();
      }
    },
    stay: reportNow,
    leave: () => end("left", true),
    close,
  };
}
