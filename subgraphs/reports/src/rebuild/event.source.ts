import { z } from "zod";
import type { ReportedEvent } from "../facts/reported.event.ts";

/** The log of one subgraph, for one organization. */
export interface EventSource {
  readonly name: string;
  /** The events after `position`, in order; none when there are no more for now. */
  after(position: number): Promise<readonly PositionedEvent[]>;
}

export interface PositionedEvent extends ReportedEvent {
  readonly position: number;
}

/** A log that cannot be read; its message is one sentence for the operator. */
export class SourceFailure extends Error {
  override readonly name = "SourceFailure";
}

const pageSize = 500;
const timeout = 30_000;

const line = z.object({
  position: z.int().min(1),
  type: z.string(),
  organizationId: z.uuid(),
  aggregateId: z.uuid(),
  aggregateVersion: z.int(),
  occurredAt: z.iso.datetime().transform((text) => new Date(text)),
  imported: z.boolean(),
  payload: z.record(z.string(), z.unknown()),
});

/** Reads `GET <url>/events` as whoever `token` names: an administrator whose token has the scope `events`. */
export function httpSource(name: string, url: string, token: () => string): EventSource {
  let epoch: string | null = null;
  return {
    name,
    async after(position) {
      const response = await fetch(`${url}/events?after=${position}&limit=${pageSize}`, {
        headers: { authorization: `Bearer ${token()}` },
        signal: AbortSignal.timeout(timeout),
      }).catch((cause: unknown) => {
        throw new SourceFailure(`${name} does not answer at ${url}: see that it runs, then rebuild again.`, { cause });
      });
      if (!response.ok) throw new SourceFailure(await refusal(name, response));
      const found = response.headers.get("x-careconnect-log-epoch");
      if (epoch !== null && epoch !== found) {
        throw new SourceFailure(`The log of ${name} was made anew while it was read: rebuild again.`);
      }
      epoch = found;
      const text = await response.text();
      return text
        .split("\n")
        .filter(Boolean)
        .map((json) => line.parse(JSON.parse(json)));
    },
  };
}

async function refusal(name: string, response: Response): Promise<string> {
  const advice: Readonly<Record<number, string>> = {
    401: "the access token has expired or is wrong, give a new one and rebuild again",
    403: "the access token must be an administrator's and have the scope events",
    410: "its oldest events were archived: attach the archived months again, then rebuild",
  };
  await response.body?.cancel();
  return `${name} does not hand out its events: ${advice[response.status] ?? `it answered with status ${response.status}, see its log`}.`;
}
