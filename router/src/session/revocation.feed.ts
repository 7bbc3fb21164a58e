import { request } from "undici";
import { z } from "zod";
import { limits } from "../limits/router.limits.ts";
import type { Logger } from "../telemetry/log.writer.ts";
import type { RouterMetrics } from "../telemetry/router.metrics.ts";
import { createRevocationList, type RevocationList } from "./revocation.list.ts";
import { sleep } from "./sleep.ts";

/** The tokens that were revoked before they expired, as the issuer tells. */
export interface Revocations extends RevocationList {
  close(): void;
}

const answer = z.object({
  cursor: z.string().max(1_000),
  revocations: z.array(z.object({ sid: z.string().optional(), sub: z.string().optional(), notAfterIat: z.number() })),
});

/** The feed stands beside the key set. */
export function revocationsUrl(jwksUrl: URL): URL {
  return new URL("revocations", jwksUrl);
}

async function read(url: URL, after: string | undefined): Promise<z.infer<typeof answer> | "refused"> {
  const address = new URL(url);
  if (after !== undefined) address.searchParams.set("after", after);
  const { statusCode, body } = await request(address, { signal: AbortSignal.timeout(limits.revocations.timeout) });
  if (statusCode === 200) return answer.parse(await body.json());
  await body.dump();
  if (statusCode < 500) return "refused";
  throw new Error(`The feed answered ${statusCode}.`);
}

/**
 * Follows the issuer's feed, every second. While it cannot be read, tokens are accepted until they expire, five minutes at
 * most: the issuer's absence must not end everybody's work. It is warned of, and measured.
 */
export async function followRevocations(url: URL, metrics: RouterMetrics, logger: Logger): Promise<Revocations> {
  const list = createRevocationList();
  const ending = new AbortController();
  let cursor: string | undefined;
  let lastRead = Date.now();
  let stale = false;
  metrics.watchRevocations(() => (Date.now() - lastRead) / 1000);

  /** @returns whether there may be more at once */
  async function look(): Promise<boolean> {
    try {
      const page = await read(url, cursor);
      // It does not know this cursor, for example since its database was restored: everything, then.
      if (page === "refused") {
        if (cursor === undefined) throw new Error("The feed was refused.");
        cursor = undefined;
        return false;
      }
      list.add(page.revocations);
      cursor = page.cursor;
      lastRead = Date.now();
      if (stale) logger.info("the issuer's revocations are read again");
      stale = false;
      return page.revocations.length >= limits.revocations.longPage;
    } catch (error) {
      if (stale || Date.now() - lastRead < limits.revocations.staleAfter) return false;
      stale = true;
      const reason = error instanceof Error ? error.message : "unknown";
      logger.warn({ reason }, "the issuer's revocations cannot be read: revoked tokens are accepted until they expire");
      return false;
    }
  }

  async function follow(): Promise<void> {
    for (let pause: number = limits.revocations.interval; ; ) {
      await sleep(pause, ending.signal);
      if (ending.signal.aborted) return;
      pause = (await look()) ? 0 : limits.revocations.interval;
    }
  }

  await look();
  void follow();
  return { ...list, close: () => ending.abort() };
}
