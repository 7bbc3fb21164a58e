import {
  type ConsumerDefinition,
  type EventHandler,
  erasureAnswer,
  handling,
  patientErasedEvent,
  runInTransaction,
  systemContext,
} from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { sourceNames } from "../export/export.settings.ts";
import { certificateHash, certify } from "./erasure.certificate.ts";
import { erasureCompleted } from "./erasure.events.ts";
import { ErasureStatus, erasureAfter } from "./erasure.state.ts";
import { PatientErasureRow } from "./patient-erasure.entity.ts";
import { PatientErasureAnswerRow } from "./patient-erasure-answer.entity.ts";

const completing = { action: "patient.erasure.complete", entityType: "PatientErasure" };

function collect(subgraph: string): EventHandler {
  return handling(erasureAnswer, async ({ em }, events) => {
    for (const { payload, correlationId } of events) {
      await runInTransaction(em, systemContext(em, correlationId), completing, async (unit) => {
        // Locked, so that of two answers the second sees the first.
        const erasure = await unit.em.findOne(
          PatientErasureRow,
          { id: payload.erasureId },
          { lockMode: LockMode.PESSIMISTIC_WRITE },
        );
        if (erasure?.status !== ErasureStatus.ORDERED) return;
        const answers = await unit.em.find(PatientErasureAnswerRow, { erasureId: erasure.id } as never);
        if (answers.some((answer) => answer.subgraph === subgraph)) return;
        const { tables, erasedAt } = payload;
        answers.push(
          unit.em.create(PatientErasureAnswerRow, {
            ...{ erasureId: erasure.id, subgraph, erasedAt: new Date(erasedAt), tables },
          } as never) as PatientErasureAnswerRow,
        );
        if (sourceNames.some((name) => !answers.some((answer) => answer.subgraph === name))) return;
        const completedAt = new Date();
        const certified = await certify(erasure, answers, completedAt);
        Object.assign(erasure, certified, {
          status: erasureAfter("complete", erasure.status),
          completedAt,
        });
        unit.touch(erasure.id, String(erasure.patientId));
        for (const patientId of erasure.patientIds) unit.touch(patientId, patientId);
        // Beside the row, which the owner of the table could write anew.
        unit.attest(`sha256:${certificateHash(certified.certificate)}`);
        unit.emit(() => erasureCompleted(erasure));
      });
    }
  });
}

/** Collects what every subgraph answers to an order, and certifies it when nothing is missing. */
export const erasureAnswersConsumer: ConsumerDefinition = {
  name: "erasure-answers",
  handles: Object.fromEntries(sourceNames.map((name) => [patientErasedEvent(name).type, collect(name)])),
};
