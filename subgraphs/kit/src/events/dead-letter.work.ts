import type { MikroORM } from "@mikro-orm/postgresql";
import { patientIn } from "../audit/audit.entries.ts";
import { ConfigurationError } from "../config/config.ts";
import { receiveWithoutEffect } from "../inbox/inbox.ts";
import { systemContext } from "../outbox/command.context.ts";
import { runCommand } from "../outbox/unit.of.work.ts";
import { boundEntityManager } from "../persistence/orm.ts";
import type { DeadLetterOrder } from "./dead-letter.arguments.ts";
import type { DeadLetter, EventBus, RefusedMessage } from "./event.bus.ts";

export interface DeadLetterWork {
  readonly subgraph: string;
  readonly queues: readonly string[];
  readonly order: DeadLetterOrder;
  readonly bus: Pick<EventBus, "deadLetters" | "refused" | "discardRefused" | "retryBlocked">;
  readonly orm: MikroORM;
  readonly say: (line: string) => void;
}

/**
 * Does what an operator ordered. Trying again and discarding are in the audit log of the subgraph, of the organization whose
 * event it is; of what was refused nobody knows whose it would be. What is discarded counts as applied: the broker hands it over once
 * more, and it has no effect.
 */
export async function workOnDeadLetters({ subgraph, queues, order, bus, orm, say }: DeadLetterWork): Promise<void> {
  if (order.do === "list") {
    for (const queue of queues) {
      for (const letter of await bus.deadLetters(queue)) say(lineOf(queue, letter));
      for (const message of await bus.refused(queue)) say(lineOfRefused(queue, message));
    }
    return;
  }
  const { queue, eventIds } = order;
  const all = await bus.deadLetters(queue);
  const refused = (await bus.refused(queue)).filter(({ id }) => eventIds?.includes(id) ?? true);
  const isRefused = (wanted: string) => refused.some(({ id }) => id === wanted);
  const letters = eventIds ? eventIds.filter((id) => !isRefused(id)).map((id) => letterOf(all, id, queue)) : all;
  if (order.do === "show") {
    for (const one of [...letters, ...refused]) say(JSON.stringify({ queue, ...one }, undefined, 2));
    return;
  }
  const consumer = queue.slice(subgraph.length + 1);
  for (const { event } of letters) {
    const context = systemContext(boundEntityManager(orm, event.organizationId), `dead-letter-${event.id}`);
    await runCommand(
      context,
      { action: `event.${order.do}`, entityType: event.aggregateType },
      async ({ em, touch }) => {
        if (order.do === "discard") await receiveWithoutEffect(em, consumer, event.id);
        touch(event.aggregateId, patientIn(event.payload) ?? undefined);
      },
    );
  }
  const refusedIds = refused.map(({ id }) => id);
  const discarded = order.do === "discard" ? await bus.discardRefused(queue, refusedIds) : 0;
  const tried = [...letters.map(({ event }) => event.id), ...(order.do === "retry" ? refusedIds : [])];
  const count = discarded + (tried.length === 0 ? 0 : await bus.retryBlocked(queue, tried));
  say(`${queue}: ${count} ${count === 1 ? "event is" : "events are"} ${outcomes[order.do]}.`);
}

const outcomes = {
  retry: "tried again, with what waits behind; what fails once more is listed again",
  discard: "discarded, and what waits behind goes on",
} as const;

function letterOf(letters: readonly DeadLetter[], eventId: string, queue: string): DeadLetter {
  const letter = letters.find(({ event }) => event.id === eventId);
  if (!letter) throw new ConfigurationError(`${eventId} is no dead letter of ${queue}.`);
  return letter;
}

/** One line: where, which, since when, of what, and how much waits. */
function lineOf(queue: string, { event, reason, failedAt, waiting }: DeadLetter): string {
  const why = [reason.name, reason.code, reason.constraint].filter(Boolean).join(" ");
  return [queue, event.id, event.type, `failed ${failedAt.toISOString()}`, why, `${waiting} waiting behind`].join("  ");
}

/** One line: where, which, since when, and why it is no event. */
function lineOfRefused(queue: string, { id, type, reason, failedAt }: RefusedMessage): string {
  return [queue, id, type ?? "of no type", `refused ${failedAt.toISOString()}`, String(reason.code)].join("  ");
}
