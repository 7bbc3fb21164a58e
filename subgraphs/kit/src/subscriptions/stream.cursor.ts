import { z } from "zod";
import { ResumeNotPossibleError } from "../errors/errors.ts";
import type { EventLog } from "../outbox/event.log.ts";
import { decodeCursor, encodeCursor } from "../pagination/cursor.ts";

/** What a stream's cursors are bound to: another organization's or field's are refused. */
export interface CursorScope {
  readonly organizationId: string;
  /** The subscription's root field. */
  readonly field: string;
}

const place = z.tuple([z.string(), z.int().nonnegative()]);

/** How far behind the log's head a subscriber may resume, in positions: beyond it reading anew is cheaper for everybody. */
const longestReplay = 50_000;

/** The opaque cursor of a position of the log. */
export function streamCursor(log: Pick<EventLog, "epoch">, position: number, scope: CursorScope): string {
  return encodeCursor([log.epoch, position], purposeOf(scope));
}

/**
 * The position behind `cursor`, from which the log can be followed without a gap.
 * @throws ResumeNotPossibleError when there is no such position, or no longer.
 */
export async function positionAfter(
  log: Pick<EventLog, "epoch" | "head" | "tail">,
  cursor: string,
  scope: CursorScope,
): Promise<number> {
  const [epoch, position] = unsealed(cursor, scope);
  if (epoch !== log.epoch) throw new ResumeNotPossibleError();
  const [tail, head] = await Promise.all([log.tail(), log.head()]);
  if (position < tail || position > head || head - position > longestReplay) throw new ResumeNotPossibleError();
  return position;
}

function unsealed(cursor: string, scope: CursorScope): z.infer<typeof place> {
  let values: unknown;
  try {
    values = decodeCursor(cursor, purposeOf(scope));
  } catch {
    // Damaged, of another field or organization, or sealed with a key that is gone: all the same to the caller.
    throw new ResumeNotPossibleError();
  }
  const parsed = place.safeParse(values);
  if (!parsed.success) throw new ResumeNotPossibleError();
  return parsed.data;
}

function purposeOf({ organizationId, field }: CursorScope): string {
  return `${organizationId}:subscription.${field}`;
}
