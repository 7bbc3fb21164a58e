import { type CommandOutcome, DateTime, type RequestContext, type UserError } from "@careconnect/kit";
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import { Appointment } from "../references/appointment.type.ts";
import { Provider } from "../references/provider.type.ts";
import {
  cancelMedicationRequest,
  completeMedicationRequest,
  prescribeMedication,
} from "./medication-request.commands.ts";
import type { MedicationRequestRow } from "./medication-request.entity.ts";
import {
  CancelMedicationRequestInput,
  CompleteMedicationRequestInput,
  PrescribeMedicationInput,
} from "./medication-request.input.ts";
import { rereadMedicationRequest } from "./medication-request.service.ts";
import {
  CancelMedicationRequestPayload,
  CompleteMedicationRequestPayload,
  MedicationRequest,
  PrescribeMedicationPayload,
} from "./medication-request.type.ts";

interface MedicationRequestPayload {
  readonly medicationRequest: MedicationRequestRow | null;
  readonly userErrors: readonly UserError[];
}

/** The prescription is read anew, so that a replayed answer shows what may be seen now. */
async function medicationRequestPayload(
  context: RequestContext,
  command: Promise<CommandOutcome>,
): Promise<MedicationRequestPayload> {
  const { id, userErrors } = await command;
  return { medicationRequest: id === null ? null : await rereadMedicationRequest(context, id), userErrors };
}

@Resolver(() => MedicationRequest)
export class MedicationRequestResolver {
  @Mutation(() => PrescribeMedicationPayload, {
    nullable: true,
    description:
      "Prescribes a medicine for a patient in one's care, who has 200 prescriptions that are ACTIVE at most. What is wrong is cancelled and prescribed anew.",
  })
  prescribeMedication(
    @Ctx() context: RequestContext,
    @Arg("input", () => PrescribeMedicationInput, { description: "What, and for whom." })
    input: PrescribeMedicationInput,
  ): Promise<MedicationRequestPayload> {
    return medicationRequestPayload(context, prescribeMedication(context, input));
  }

  @Mutation(() => CompleteMedicationRequestPayload, {
    nullable: true,
    description: "Says that all that was prescribed was given; ILLEGAL_TRANSITION unless the prescription is ACTIVE.",
  })
  completeMedicationRequest(
    @Ctx() context: RequestContext,
    @Arg("input", () => CompleteMedicationRequestInput, { description: "Which." })
    input: CompleteMedicationRequestInput,
  ): Promise<MedicationRequestPayload> {
    return medicationRequestPayload(context, completeMedicationRequest(context, input));
  }

  @Mutation(() => CancelMedicationRequestPayload, {
    nullable: true,
    description: "Withdraws a prescription, whoever made it; ILLEGAL_TRANSITION unless it is ACTIVE.",
  })
  cancelMedicationRequest(
    @Ctx() context: RequestContext,
    @Arg("input", () => CancelMedicationRequestInput, { description: "Which, and why." })
    input: CancelMedicationRequestInput,
  ): Promise<MedicationRequestPayload> {
    return medicationRequestPayload(context, cancelMedicationRequest(context, input));
  }

  @FieldResolver(() => DateTime, { description: "When it was prescribed." })
  prescribedAt(@Root() row: MedicationRequestRow): Date {
    return row.createdAt;
  }

  @FieldResolver(() => Provider, { nullable: true, description: "Who prescribed it." })
  prescriber(@Root() row: MedicationRequestRow): Provider {
    return { id: row.prescriberId };
  }

  @FieldResolver(() => Appointment, { nullable: true, description: "The visit in which it was prescribed, if any." })
  appointment(@Root() row: MedicationRequestRow): Appointment | null {
    return row.appointmentId ? { id: row.appointmentId } : null;
  }
}
