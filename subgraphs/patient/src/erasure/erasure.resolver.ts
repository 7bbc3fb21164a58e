import {
  type CommandOutcome,
  type Connection,
  DateTime,
  PageArgs,
  type RequestContext,
  type UserError,
} from "@careconnect/kit";
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import {
  approvePatientErasure,
  rejectPatientErasure,
  requestPatientErasure,
  withdrawPatientErasure,
} from "./erasure.commands.ts";
import { listErasures, partsByErasure, readErasure } from "./erasure.service.ts";
import { ErasureStatus } from "./erasure.state.ts";
import {
  ApprovePatientErasureInput,
  ApprovePatientErasurePayload,
  ErasedPart,
  ErasureCertificate,
  PatientErasure,
  PatientErasureConnection,
  RejectPatientErasureInput,
  RejectPatientErasurePayload,
  RequestPatientErasureInput,
  RequestPatientErasurePayload,
  WithdrawPatientErasureInput,
  WithdrawPatientErasurePayload,
} from "./erasure.type.ts";
import type { PatientErasureRow } from "./patient-erasure.entity.ts";

interface ErasurePayload {
  readonly erasure: PatientErasureRow | null;
  readonly userErrors: readonly UserError[];
}

async function erasurePayload(context: RequestContext, command: Promise<CommandOutcome>): Promise<ErasurePayload> {
  const { id, userErrors } = await command;
  return { erasure: id === null ? null : await readErasure(context, id), userErrors };
}

@Resolver(() => PatientErasure)
export class ErasureResolver {
  @Query(() => PatientErasure, {
    nullable: true,
    description: "One erasure of a patient, for administrators; null when there is none.",
  })
  patientErasure(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, { description: "The erasure's id." }) id: string,
  ): Promise<PatientErasureRow | null> {
    return readErasure(context, id);
  }

  @Query(() => PatientErasureConnection, {
    nullable: true,
    description: "Erasures of patients, the newest first; for administrators.",
  })
  patientErasures(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg("status", () => ErasureStatus, { nullable: true, description: "Only those that are this far." })
    status: ErasureStatus | null,
    @Arg("patientId", () => ID, { nullable: true, description: "Only those of this patient." })
    patientId: string | null,
  ): Connection<PatientErasureRow> {
    return listErasures(context, page, { status, patientId });
  }

  @Mutation(() => RequestPatientErasurePayload, {
    nullable: true,
    description:
      "Asks for a patient to be erased, which another administrator has to approve. NOT_ARCHIVED, VISITS_AHEAD, or RETAINED while records have to be kept.",
  })
  requestPatientErasure(
    @Ctx() context: RequestContext,
    @Arg("input", () => RequestPatientErasureInput, { description: "Whom, and why." })
    input: RequestPatientErasureInput,
  ): Promise<ErasurePayload> {
    return erasurePayload(context, requestPatientErasure(context, input));
  }

  @Mutation(() => ApprovePatientErasurePayload, {
    nullable: true,
    description:
      "Orders an erasure that another administrator asked for: from then on nothing is written about the patient, and every part of the system erases them. Nothing takes it back. SECOND_PERSON for who asked for it.",
  })
  approvePatientErasure(
    @Ctx() context: RequestContext,
    @Arg("input", () => ApprovePatientErasureInput, { description: "Which." }) input: ApprovePatientErasureInput,
  ): Promise<ErasurePayload> {
    return erasurePayload(context, approvePatientErasure(context, input));
  }

  @Mutation(() => RejectPatientErasurePayload, {
    nullable: true,
    description:
      "Does not approve an erasure that another administrator asked for. SECOND_PERSON for who asked for it.",
  })
  rejectPatientErasure(
    @Ctx() context: RequestContext,
    @Arg("input", () => RejectPatientErasureInput, { description: "Which, and why." })
    input: RejectPatientErasureInput,
  ): Promise<ErasurePayload> {
    return erasurePayload(context, rejectPatientErasure(context, input));
  }

  @Mutation(() => WithdrawPatientErasurePayload, {
    nullable: true,
    description: "Takes back what the viewer asked for, as long as nobody decided on it.",
  })
  withdrawPatientErasure(
    @Ctx() context: RequestContext,
    @Arg("input", () => WithdrawPatientErasureInput, { description: "Which." }) input: WithdrawPatientErasureInput,
  ): Promise<ErasurePayload> {
    return erasurePayload(context, withdrawPatientErasure(context, input));
  }

  @FieldResolver(() => DateTime, { description: "When it was asked for." })
  requestedAt(@Root() row: PatientErasureRow): Date {
    return row.createdAt;
  }

  @FieldResolver(() => [ErasedPart], { description: "The parts of the system that have erased the patient so far." })
  async erased(@Ctx() context: RequestContext, @Root() row: PatientErasureRow): Promise<ErasedPart[]> {
    return (await partsByErasure(context).load(row.id)) ?? [];
  }

  @FieldResolver(() => ErasureCertificate, { nullable: true, description: "Null until it is COMPLETED." })
  certificate(@Root() { certificate, signature }: PatientErasureRow): ErasureCertificate | null {
    return certificate && signature ? { content: certificate, signature } : null;
  }
}
