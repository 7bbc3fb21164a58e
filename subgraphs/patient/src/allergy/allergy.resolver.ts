import type { CommandOutcome, RequestContext, UserError } from "@careconnect/kit";
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import { recordAllergy, resolveAllergy, updateAllergy } from "./allergy.commands.ts";
import type { AllergyRow } from "./allergy.entity.ts";
import { RecordAllergyInput, ResolveAllergyInput, UpdateAllergyInput } from "./allergy.input.ts";
import { rereadAllergy } from "./allergy.service.ts";
import {
  Allergy,
  AllergyStatus,
  RecordAllergyPayload,
  ResolveAllergyPayload,
  UpdateAllergyPayload,
} from "./allergy.type.ts";

interface AllergyPayload {
  readonly allergy: AllergyRow | null;
  readonly userErrors: readonly UserError[];
}

/** The allergy is read anew, so that a replayed answer shows what may be seen now. */
async function allergyPayload(context: RequestContext, command: Promise<CommandOutcome>): Promise<AllergyPayload> {
  const { id, userErrors } = await command;
  return { allergy: id === null ? null : await rereadAllergy(context, id), userErrors };
}

@Resolver(() => Allergy)
export class AllergyResolver {
  @Mutation(() => RecordAllergyPayload, {
    nullable: true,
    description:
      "Adds an allergy or intolerance to a patient's history, which has 200 of them at most, but for those that are imported.",
  })
  recordAllergy(
    @Ctx() context: RequestContext,
    @Arg("input", () => RecordAllergyInput, { description: "What, and whose." }) input: RecordAllergyInput,
  ): Promise<AllergyPayload> {
    return allergyPayload(context, recordAllergy(context, input));
  }

  @Mutation(() => UpdateAllergyPayload, {
    nullable: true,
    description: "Corrects an allergy or intolerance in a patient's history.",
  })
  updateAllergy(
    @Ctx() context: RequestContext,
    @Arg("input", () => UpdateAllergyInput, { description: "The corrections." }) input: UpdateAllergyInput,
  ): Promise<AllergyPayload> {
    return allergyPayload(context, updateAllergy(context, input));
  }

  @Mutation(() => ResolveAllergyPayload, {
    nullable: true,
    description: "Says that an allergy or intolerance is over; it stays in the history.",
  })
  resolveAllergy(
    @Ctx() context: RequestContext,
    @Arg("input", () => ResolveAllergyInput, { description: "Which, and since when." }) input: ResolveAllergyInput,
  ): Promise<AllergyPayload> {
    return allergyPayload(context, resolveAllergy(context, input));
  }

  @FieldResolver(() => AllergyStatus, { description: "Whether it is still there." })
  status(@Root() row: AllergyRow): AllergyStatus {
    return row.abatement == null ? AllergyStatus.ACTIVE : AllergyStatus.RESOLVED;
  }
}
