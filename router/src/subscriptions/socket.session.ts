import { unauthenticated } from "../gateway/operation.policy.ts";
import type { CallerSessions } from "../session/session.start.ts";
import type { CountLimit } from "./count.limit.ts";
import type { Admission } from "./socket.admission.ts";
import type { RecognizeViewer } from "./socket.viewer.ts";
import { CredentialsExpired, tooMany } from "./subscription.failure.ts";
import type { Viewer } from "./viewer.audience.ts";

/** Who is behind one socket, found out at its first operation and true until the credentials expire. */
export interface SocketSession {
  /**
   * @param connectionParams of connection_init
   * @throws GraphQLError to be told to the one operation; the next one tries again
   */
  viewer(connectionParams: Readonly<Record<string, unknown>> | undefined): Promise<Viewer>;
  /** Ends the socket so that graphql-ws clients come back by themselves, asking their application for fresh credentials. */
  expire(): void;
  /** The socket is gone. */
  end(): void;
  readonly correlationId: string;
  readonly address: string;
}

interface SessionOptions {
  readonly admission: Admission;
  readonly recognize: RecognizeViewer;
  readonly perViewer: CountLimit;
  readonly session: Pick<CallerSessions, "sessions" | "revocations">;
  close(code: number, reason: string): void;
}

const longestTimer = 2 ** 31 - 1;

export function createSocketSession({
  admission,
  recognize,
  perViewer,
  session: { sessions, revocations },
  close,
}: SessionOptions): SocketSession {
  let known: Promise<Viewer> | undefined;
  let expiry: NodeJS.Timeout | undefined;
  let givePlaceBack: (() => void) | undefined;
  let forgetToken: (() => void) | undefined;
  let ended = false;

  // Not 4401: after that the clients give up.
  const expire = () => close(4403, "Credentials expired");

  // Who signs out in one window expects the others to fall silent, and not only when the token expires.
  const forgetSession = admission.cookie === undefined ? undefined : sessions?.whenEnded(admission.cookie, expire);

  async function recognizeOnce(connectionParams: Readonly<Record<string, unknown>> | undefined): Promise<Viewer> {
    const { cookie, address, correlationId } = admission;
    const viewer = await recognize({ connectionParams, cookie, address, correlationId });
    if (ended) return viewer;
    givePlaceBack = perViewer.take(viewer.id);
    if (givePlaceBack === undefined) throw tooMany("Too many sockets are open for this account.");
    if (Number.isFinite(viewer.expiresAt)) {
      expiry = setTimeout(expire, Math.min(longestTimer, Math.max(0, viewer.expiresAt - Date.now())));
    }
    if (viewer.token !== undefined) forgetToken = revocations?.whenRevoked(viewer.token, expire);
    return viewer;
  }

  return {
    correlationId: admission.correlationId,
    address: admission.address,
    expire,
    async viewer(connectionParams) {
      known ??= recognizeOnce(connectionParams);
      try {
        return await known;
      } catch (error) {
        known = undefined;
        if (!(error instanceof CredentialsExpired)) throw error;
        expire();
        throw unauthenticated();
      }
    },
    end() {
      ended = true;
      clearTimeout(expiry);
      forgetToken?.();
      forgetSession?.();
      givePlaceBack?.();
      admission.leave();
    },
  };
}
