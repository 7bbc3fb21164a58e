import type { RequestContext } from "@careconnect/kit";
import { Arg, Ctx, FieldResolver, Int, Mutation, Resolver, Root } from "type-graphql";
import type { PatientRow } from "../patient/patient.entity.ts";
import { type PatientPayload, patientPayload } from "../patient/patient.payload.ts";
import { Patient } from "../patient/patient.type.ts";
import { dismissDuplicate, undoDismissDuplicate } from "./duplicate.commands.ts";
import { DismissDuplicateInput, UndoDismissDuplicateInput } from "./duplicate.input.ts";
import { listDuplicates } from "./duplicate.service.ts";
import {
  DismissDuplicatePayload,
  type DuplicateReason,
  PossibleDuplicate,
  UndoDismissDuplicatePayload,
} from "./duplicate.type.ts";

@Resolver(() => Patient)
export class DuplicateResolver {
  @FieldResolver(() => [PossibleDuplicate], {
    nullable: true,
    description:
      "Other patients who may be the same person, the likeliest first: ask for them with whom you have just registered, then merge them, or dismiss that they are one. Null for who may not know.",
  })
  async possibleDuplicates(
    @Ctx() context: RequestContext,
    @Root() row: PatientRow,
    @Arg("first", () => Int, { nullable: true, description: "How many: 10 unless told, 50 at most." })
    first: number | null,
  ): Promise<PossibleDuplicate[] | null> {
    const found = await listDuplicates(context, row, first ?? 10);
    return (
      found?.map(({ patient, points, reasons }) => ({
        patient: patient as unknown as Patient,
        points: Math.round(points),
        reasons: reasons as DuplicateReason[],
      })) ?? null
    );
  }

  @Mutation(() => DismissDuplicatePayload, {
    nullable: true,
    description: "Says that two patients who look like one person are two: neither is shown for the other any more.",
  })
  dismissDuplicate(
    @Ctx() context: RequestContext,
    @Arg("input", () => DismissDuplicateInput, { description: "Which two." }) input: DismissDuplicateInput,
  ): Promise<PatientPayload> {
    return patientPayload(context, dismissDuplicate(context, input));
  }

  @Mutation(() => UndoDismissDuplicatePayload, {
    nullable: true,
    description: "Takes back that two patients were said to be two.",
  })
  undoDismissDuplicate(
    @Ctx() context: RequestContext,
    @Arg("input", () => UndoDismissDuplicateInput, { description: "Which two." }) input: UndoDismissDuplicateInput,
  ): Promise<PatientPayload> {
    return patientPayload(context, undoDismissDuplicate(context, input));
  }
}
