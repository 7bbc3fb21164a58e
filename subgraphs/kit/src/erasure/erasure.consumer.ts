import { z } from "zod";
import { defineEvent } from "../events/event.definition.ts";
import { type ConsumerDefinition, handling } from "../inbox/consumer.definition.ts";
import { type CommandContext, systemContext } from "../outbox/command.context.ts";
import { runInTransaction, type UnitOfWork } from "../outbox/unit.of.work.ts";
import { unmarkErased } from "../restriction/restricted.patients.ts";
import type { SubjectRule } from "../subject/subject.rules.ts";
import { eraseRows } from "./erasure.executor.ts";
import { markErased } from "./erasure.lock.ts";

/** The event by which the patient subgraph orders that a patient is erased everywhere. */
export const erasureOrderedType = "patient.erasure.ordered";

const order = z.object({ erasureId: z.uuid(), patientId: z.uuid(), patientIds: z.array(z.uuid()).min(1) });

const answer = z.object({
  erasureId: z.uuid(),
  patientId: z.uuid(),
  erasedAt: z.iso.datetime(),
  tables: z
    .array(
      z.object({
        table: z.string(),
        outcome: z.enum(["DELETED", "PSEUDONYMISED", "KEPT"]),
        rows: z.int().nonnegative(),
      }),
    )
    .describe("what became of the patient's rows in each table that had some"),
});

/** How the subgraph `name` says that it carried out an order. */
export function patientErasedEvent(name: string) {
  return defineEvent(`${name}.patient.erased`, 1, {
    aggregateType: "PatientErasure",
    description: "A patient was erased here, as it was ordered: nothing stays but what is declared to.",
    payload: answer,
  });
}

/** Reads what {@link patientErasedEvent} told. */
export const erasureAnswer = answer;

interface ErasingSubgraph {
  readonly name: string;
  readonly subjectRules: readonly SubjectRule[];
  /** What else ends with a patient's rows, in the same transaction and before them. */
  readonly before?: (unit: UnitOfWork, patientIds: readonly string[], context: CommandContext) => Promise<void>;
}

/** Erases patients as it is ordered, and answers with what became of their rows. */
export function erasureConsumer({ name, subjectRules, before }: ErasingSubgraph): ConsumerDefinition {
  const erased = patientErasedEvent(name);
  const erase = handling(order, async ({ em }, events) => {
    for (const { payload, correlationId } of events) {
      const { erasureId, patientId, patientIds } = payload;
      const action = { action: "patient.erase", entityType: "PatientErasure" };
      const context = systemContext(em, correlationId);
      await runInTransaction(em, context, action, async (unit) => {
        await markErased(unit.em, patientIds);
        await unmarkErased(unit.em, patientIds);
        await before?.(unit, patientIds, context);
        const tables = await eraseRows(unit.em, subjectRules, patientIds);
        unit.touch(erasureId, patientId);
        unit.emit(() =>
          erased.of(
            { id: erasureId, version: 1 },
            { erasureId, patientId, erasedAt: new Date().toISOString(), tables },
          ),
        );
      });
    }
  });
  // Whom it does not concern waits for one patient's erasure, and orders for no other's locks while they hold some.
  return { name: "patient-erasures", together: 1, handles: { [erasureOrderedType]: erase } };
}
