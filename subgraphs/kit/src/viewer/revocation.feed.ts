import { Gauge, type Registry } from "prom-client";
import { z } from "zod";
import { describeFault } from "../telemetry/fault.ts";
import type { ServiceLog } from "../telemetry/service.log.ts";
import { sleep } from "../time/sleep.ts";
import { createRevocationList, type IssuedToken, type RevocationList } from "./revocation.list.ts";

/** The tokens that were revoked before they expired, as the issuer tells. */
export interface Revocations extends Pick<RevocationList, "whenRevoked"> {
  /** As far as is known; waits for the issuer's first answer, a moment at most. */
  isRevoked(token: IssuedToken): Promise<boolean>;
  close(): void;
}

export interface RevocationFeedOptions {
  /** `GET <url>?after=<cursor>` answers what was revoked since. */
  readonly url: string;
  readonly log: ServiceLog;
  readonly registry: Registry;
}

const answer = z.object({
  cursor: z.string().max(1_000),
  revocations: z
    .array(
      z.object({ sid: z.string().max(200).optional(), sub: z.string().max(200).optional(), notAfterIat: z.number() }),
    )
    .max(100_000),
});

const pollInterval = 1_000;
/** So many at once, and the issuer may have more. */
const longPage = 500;
/** Between attempts while the issuer does not answer: its return is noticed in less than five seconds. */
const longestPause = 3_000;
const requestTimeout = 1_500;
/** Without an answer for so long, revocations may reach us late: somebody has to know. */
const staleAfter = 10_000;

/**
 * Follows the issuer's feed of revocations, every second. While it cannot be read, tokens are accepted until they expire,
 * five minutes at most: the issuer's absence must not end everybody's work. It is warned of, and measured.
 */
export function followRevocations({ url, log, registry }: RevocationFeedOptions): Revocations {
  const ending = new AbortController();
  const list = createRevocationList();
  const age = watchAge(registry, log);
  const first = Promise.withResolvers<void>();

  async function follow(): Promise<void> {
    let cursor: string | undefined;
    let pause = pollInterval;
    while (!ending.signal.aborted) {
      try {
        const page = await read(url, cursor, ending.signal);
        list.add(page.revocations);
        cursor = page.cursor;
        pause = page.revocations.length < longPage ? pollInterval : 0;
        age.read();
      } catch (error) {
        // It does not know this cursor, for example since its database was restored: everything, then.
        if (error instanceof FeedRefusal && error.status < 500) cursor = undefined;
        pause = Math.min(Math.max(pause, pollInterval) * 1.5, longestPause);
        age.failed(error);
      }
      first.resolve();
      await sleep(pause, ending.signal, { ref: false });
    }
  }
  void follow();

  return {
    async isRevoked(token) {
      await first.promise;
      return list.covers(token);
    },
    whenRevoked: list.whenRevoked,
    close: () => ending.abort(),
  };
}

async function read(url: string, after: string | undefined, stopped: AbortSignal): Promise<z.infer<typeof answer>> {
  const address = new URL(url);
  if (after !== undefined) address.searchParams.set("after", after);
  const response = await fetch(address, {
    signal: AbortSignal.any([stopped, AbortSignal.timeout(requestTimeout)]),
    redirect: "error",
  });
  if (!response.ok) throw new FeedRefusal(response.status);
  return answer.parse(await response.json());
}

class FeedRefusal extends Error {
  override readonly name = "FeedRefusal";
  constructor(readonly status: number) {
    super(`The feed answered ${status}.`);
  }
}

/** Measures how old our knowledge is, and says in the log when it gets too old and when that is over. */
function watchAge(registry: Registry, log: ServiceLog) {
  let lastRead = Date.now();
  let stale = false;
  new Gauge({
    name: "careconnect_revocations_age_seconds",
    help: "Time since the issuer's revocations were last read; a second or two when all is well.",
    registers: [registry],
    collect() {
      this.set((Date.now() - lastRead) / 1_000);
    },
  });
  return {
    read() {
      lastRead = Date.now();
      if (stale) log.info({}, "the issuer's revocations are read again");
      stale = false;
    },
    failed(error: unknown) {
      if (stale || Date.now() - lastRead < staleAfter) return;
      stale = true;
      log.warn({ fault: describeFault(error) }, "the issuer's revocations cannot be read: revoked tokens are accepted");
    },
  };
}
