import type { RequestContext } from "@careconnect/kit";
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import type { PatientRow } from "../patient/patient.entity.ts";
import { type PatientPayload, patientPayload } from "../patient/patient.payload.ts";
import { Patient } from "../patient/patient.type.ts";
import { mergePatients, undoPatientMerge } from "./merge.commands.ts";
import { MergePatientsInput, UndoPatientMergeInput } from "./merge.input.ts";
import { listMergedRecords } from "./merge.service.ts";
import { MergedRecord, MergePatientsPayload, UndoPatientMergePayload } from "./merge.type.ts";

@Resolver(() => Patient)
export class MergeResolver {
  @Mutation(() => MergePatientsPayload, {
    nullable: true,
    description:
      "Merges two records of one person: one stands for both from then on, and nothing that was written of either is changed. MERGE_CONFLICT while visits of theirs that are to take place overlap; of those that nobody knew of yet, `Appointment.overlapping` tells.",
  })
  mergePatients(
    @Ctx() context: RequestContext,
    @Arg("input", () => MergePatientsInput, { description: "Which records, and why." }) input: MergePatientsInput,
  ): Promise<PatientPayload> {
    return patientPayload(context, mergePatients(context, input));
  }

  @Mutation(() => UndoPatientMergePayload, {
    nullable: true,
    description:
      "Undoes a merge: the record stands for itself again, with all that was written of it. What was written meanwhile stays with the record that stood for it.",
  })
  undoPatientMerge(
    @Ctx() context: RequestContext,
    @Arg("input", () => UndoPatientMergeInput, { description: "Which record, and why." }) input: UndoPatientMergeInput,
  ): Promise<PatientPayload> {
    return patientPayload(context, undoPatientMerge(context, input));
  }

  @FieldResolver(() => [MergedRecord], {
    nullable: true,
    description: "The records that were merged into this one, the latest first, 20 at most; null for who may not know.",
  })
  mergedRecords(@Ctx() context: RequestContext, @Root() row: PatientRow): Promise<MergedRecord[] | null> {
    return listMergedRecords(context, row.id);
  }
}
