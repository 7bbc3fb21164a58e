import {
  type CommandOutcome,
  type Connection,
  DateTime,
  PageArgs,
  type RequestContext,
  type UserError,
} from "@careconnect/kit";
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import type { PatientRestrictionRow } from "./patient-restriction.entity.ts";
import { liftPatientRestriction, restrictPatient } from "./restriction.commands.ts";
import { listRestrictions, readRestriction } from "./restriction.service.ts";
import {
  LiftPatientRestrictionInput,
  LiftPatientRestrictionPayload,
  PatientRestriction,
  PatientRestrictionConnection,
  RestrictPatientInput,
  RestrictPatientPayload,
} from "./restriction.type.ts";

interface RestrictionPayload {
  readonly restriction: PatientRestrictionRow | null;
  readonly userErrors: readonly UserError[];
}

async function restrictionPayload(
  context: RequestContext,
  command: Promise<CommandOutcome>,
): Promise<RestrictionPayload> {
  const { id, userErrors } = await command;
  return { restriction: id === null ? null : await readRestriction(context, id), userErrors };
}

@Resolver(() => PatientRestriction)
export class RestrictionResolver {
  @Query(() => PatientRestrictionConnection, {
    nullable: true,
    description: "Restrictions of patients' records, the newest first; for administrators.",
  })
  patientRestrictions(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg("patientId", () => ID, { nullable: true, description: "Only this patient's." }) patientId: string | null,
    @Arg("inForce", () => Boolean, { nullable: true, description: "Only those in force, or only those that are not." })
    inForce: boolean | null,
  ): Connection<PatientRestrictionRow> {
    return listRestrictions(context, page, { patientId, inForce });
  }

  @Mutation(() => RestrictPatientPayload, {
    nullable: true,
    description:
      "Has a patient's record kept and not used (GDPR, article 18): administrators alone see it, beside the patient, and nothing about them is changed until it is lifted. VISITS_AHEAD while there are visits that are under way or to come.",
  })
  restrictPatient(
    @Ctx() context: RequestContext,
    @Arg("input", () => RestrictPatientInput, { description: "Whose, and why." }) input: RestrictPatientInput,
  ): Promise<RestrictionPayload> {
    return restrictionPayload(context, restrictPatient(context, input));
  }

  @Mutation(() => LiftPatientRestrictionPayload, {
    nullable: true,
    description: "Has a patient's record used again. NOT_RESTRICTED when it is.",
  })
  liftPatientRestriction(
    @Ctx() context: RequestContext,
    @Arg("input", () => LiftPatientRestrictionInput, { description: "Whose, and why." })
    input: LiftPatientRestrictionInput,
  ): Promise<RestrictionPayload> {
    return restrictionPayload(context, liftPatientRestriction(context, input));
  }

  @FieldResolver(() => DateTime, { description: "Since when." })
  restrictedAt(@Root() row: PatientRestrictionRow): Date {
    return row.createdAt;
  }
}
