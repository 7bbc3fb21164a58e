import type { CommandOutcome, RequestContext, UserError } from "@careconnect/kit";
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import { recordMedication, stopMedication, updateMedication } from "./medication.commands.ts";
import type { MedicationRow } from "./medication.entity.ts";
import { RecordMedicationInput, StopMedicationInput, UpdateMedicationInput } from "./medication.input.ts";
import { rereadMedication } from "./medication.service.ts";
import {
  Medication,
  MedicationStatus,
  RecordMedicationPayload,
  StopMedicationPayload,
  UpdateMedicationPayload,
} from "./medication.type.ts";

interface MedicationPayload {
  readonly medication: MedicationRow | null;
  readonly userErrors: readonly UserError[];
}

/** The medication is read anew, so that a replayed answer shows what may be seen now. */
async function medicationPayload(
  context: RequestContext,
  command: Promise<CommandOutcome>,
): Promise<MedicationPayload> {
  const { id, userErrors } = await command;
  return { medication: id === null ? null : await rereadMedication(context, id), userErrors };
}

@Resolver(() => Medication)
export class MedicationResolver {
  @Mutation(() => RecordMedicationPayload, {
    nullable: true,
    description:
      "Adds something that the patient takes to a patient's history, which has 500 of them at most, but for those that are imported.",
  })
  recordMedication(
    @Ctx() context: RequestContext,
    @Arg("input", () => RecordMedicationInput, { description: "What, and whose." }) input: RecordMedicationInput,
  ): Promise<MedicationPayload> {
    return medicationPayload(context, recordMedication(context, input));
  }

  @Mutation(() => UpdateMedicationPayload, {
    nullable: true,
    description: "Corrects something that the patient takes in a patient's history.",
  })
  updateMedication(
    @Ctx() context: RequestContext,
    @Arg("input", () => UpdateMedicationInput, { description: "The corrections." }) input: UpdateMedicationInput,
  ): Promise<MedicationPayload> {
    return medicationPayload(context, updateMedication(context, input));
  }

  @Mutation(() => StopMedicationPayload, {
    nullable: true,
    description: "Says that the patient no longer takes something; it stays in the history.",
  })
  stopMedication(
    @Ctx() context: RequestContext,
    @Arg("input", () => StopMedicationInput, { description: "Which, and since when." }) input: StopMedicationInput,
  ): Promise<MedicationPayload> {
    return medicationPayload(context, stopMedication(context, input));
  }

  @FieldResolver(() => MedicationStatus, { description: "Whether it is still taken." })
  status(@Root() row: MedicationRow): MedicationStatus {
    return row.stoppedOn == null ? MedicationStatus.ACTIVE : MedicationStatus.STOPPED;
  }
}
