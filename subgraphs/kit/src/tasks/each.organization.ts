import { randomUUID } from "node:crypto";
import { type CommandContext, systemContext } from "../outbox/command.context.ts";
import { boundEntityManager } from "../persistence/orm.ts";
import type { TaskServices } from "./recurring.task.ts";

/**
 * Does a task's work in each organization that has some, again and again as long as there may be more. What fails in one
 * organization keeps none of the others waiting; the run has failed all the same.
 * @param work does a part of it in a transaction of its own, and says whether there may be more
 */
export async function inEachOrganization(
  { orm, signal }: Pick<TaskServices, "orm" | "signal">,
  task: string,
  organizationIds: readonly string[],
  work: (context: CommandContext) => Promise<boolean>,
): Promise<void> {
  const faults: unknown[] = [];
  for (const organizationId of organizationIds) {
    const context = systemContext(boundEntityManager(orm, organizationId), `${task}-${randomUUID()}`);
    try {
      while (!signal.aborted && (await work(context)));
    } catch (fault) {
      faults.push(fault);
    }
  }
  if (faults.length > 0) throw faults[0];
}
