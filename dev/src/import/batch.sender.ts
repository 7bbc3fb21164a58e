import { z } from "zod";
import { Failure } from "../failure.ts";
import type { TokenSource } from "./access.token.ts";
import { type CanonicalRows, ownerOf, type RowKind, type RowOwner } from "./canonical.rows.ts";
import { fetchOrRetryLater, patientRetry, type RetryPolicy, withRetry } from "./retry.ts";

/** Where rows go, and as whom. */
export interface ImportTarget {
  /** Base URL of each owner's own port. */
  readonly urls: Readonly<Record<RowOwner, string>>;
  readonly tokens: TokenSource;
  readonly retry?: RetryPolicy;
}

const batchAnswer = z.object({
  accepted: z.int(),
  unchanged: z.int(),
  rejected: z.array(
    z.object({ line: z.int(), code: z.string(), field: z.array(z.string()).default([]), message: z.string() }),
  ),
});

/** What became of some rows; `rejected` says which lines did not go in and why. */
export type BatchAnswer = z.infer<typeof batchAnswer>;

/** The most that an owner takes in one request. */
export const rowsPerRequest = 500;
// Owners take 5 MB; the rest is room for what is not counted here.
const bytesPerRequest = 4_000_000;
const batchTimeoutMs = 60_000;

/**
 * Sends rows of one kind, in order. A batch that gets no answer is sent again: rows carry their ids, so that one that
 * had gone in after all is only found unchanged.
 */
export async function sendRows<Kind extends RowKind>(
  target: ImportTarget,
  kind: Kind,
  rows: readonly CanonicalRows[Kind][],
): Promise<BatchAnswer> {
  const total: BatchAnswer = { accepted: 0, unchanged: 0, rejected: [] };
  for (const body of bodiesOf(rows)) {
    const answer = await withRetry(target.retry ?? patientRetry, () => post(target, kind, body));
    total.accepted += answer.accepted;
    total.unchanged += answer.unchanged;
    total.rejected.push(...answer.rejected);
  }
  return total;
}

function* bodiesOf(rows: readonly object[]): Generator<string> {
  let lines: string[] = [];
  let bytes = 0;
  for (const row of rows) {
    const line = JSON.stringify(row);
    const size = Buffer.byteLength(line) + 1;
    if (lines.length === rowsPerRequest || (lines.length > 0 && bytes + size > bytesPerRequest)) {
      yield lines.join("\n");
      lines = [];
      bytes = 0;
    }
    lines.push(line);
    bytes += size;
  }
  if (lines.length > 0) yield lines.join("\n");
}

async function post(target: ImportTarget, kind: RowKind, body: string): Promise<BatchAnswer> {
  const token = await target.tokens.current();
  const first = await postOnce(target, kind, body, token);
  const response =
    first.status === 401 ? await postOnce(target, kind, body, await target.tokens.replace(token)) : first;
  if (!response.ok) throw new Failure(await refusalOf(response, kind));
  return batchAnswer.parse(await response.json());
}

function postOnce(target: ImportTarget, kind: RowKind, body: string, token: string): Promise<Response> {
  return fetchOrRetryLater(
    `${target.urls[ownerOf[kind]]}/import/${kind}`,
    {
      method: "POST",
      headers: { "content-type": "application/x-ndjson", authorization: `Bearer ${token}` },
      body,
    },
    batchTimeoutMs,
  );
}

async function refusalOf(response: Response, kind: RowKind): Promise<string> {
  const reason = await messageOf(response);
  if (response.status === 401) return `The import of ${kind} was refused: the token is not valid (${reason}).`;
  if (response.status === 403) {
    return `The import of ${kind} was refused: the account needs the role ADMIN and a token with the scope import (${reason}).`;
  }
  if (response.status === 404) {
    return `The service ${ownerOf[kind]} does not import ${kind}: it may be of another version, or its address may be wrong.`;
  }
  return `The service ${ownerOf[kind]} refused a batch of ${kind} with status ${response.status}: ${reason}.`;
}

async function messageOf(response: Response): Promise<string> {
  const text = await response.text();
  try {
    return z.object({ message: z.string() }).parse(JSON.parse(text)).message;
  } catch {
    return text.slice(0, 200) || "no reason given";
  }
}
