import { type ErasedTable, ownedRow } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { PatientErasureRow } from "./patient-erasure.entity.ts";

/** That a subgraph erased a patient as it was ordered, and what became of its rows. */
export const PatientErasureAnswerRow = defineEntity({
  name: "PatientErasureAnswerRow",
  tableName: "patient_erasure_answer",
  properties: {
    id: ownedRow.id,
    organizationId: ownedRow.organizationId,
    erasureId: () => p.manyToOne(PatientErasureRow).mapToPk().joinColumn("erasure_id"),
    subgraph: p.text(),
    erasedAt: p.datetime(3),
    tables: p.json<readonly ErasedTable[]>(),
  },
  uniques: [{ name: "patient_erasure_answer_unique", properties: ["erasureId", "subgraph"] }],
});

export type PatientErasureAnswerRow = InferEntity<typeof PatientErasureAnswerRow>;
