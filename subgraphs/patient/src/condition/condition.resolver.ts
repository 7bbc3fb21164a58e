import type { CommandOutcome, RequestContext, UserError } from "@careconnect/kit";
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import { recordCondition, resolveCondition, updateCondition } from "./condition.commands.ts";
import type { ConditionRow } from "./condition.entity.ts";
import { RecordConditionInput, ResolveConditionInput, UpdateConditionInput } from "./condition.input.ts";
import { rereadCondition } from "./condition.service.ts";
import {
  Condition,
  ConditionStatus,
  RecordConditionPayload,
  ResolveConditionPayload,
  UpdateConditionPayload,
} from "./condition.type.ts";

interface ConditionPayload {
  readonly condition: ConditionRow | null;
  readonly userErrors: readonly UserError[];
}

/** The condition is read anew, so that a replayed answer shows what may be seen now. */
async function conditionPayload(context: RequestContext, command: Promise<CommandOutcome>): Promise<ConditionPayload> {
  const { id, userErrors } = await command;
  return { condition: id === null ? null : await rereadCondition(context, id), userErrors };
}

@Resolver(() => Condition)
export class ConditionResolver {
  @Mutation(() => RecordConditionPayload, {
    nullable: true,
    description:
      "Adds a problem or diagnosis to a patient's history, which has 500 of them at most, but for those that are imported.",
  })
  recordCondition(
    @Ctx() context: RequestContext,
    @Arg("input", () => RecordConditionInput, { description: "What, and whose." }) input: RecordConditionInput,
  ): Promise<ConditionPayload> {
    return conditionPayload(context, recordCondition(context, input));
  }

  @Mutation(() => UpdateConditionPayload, {
    nullable: true,
    description: "Corrects a problem or diagnosis in a patient's history.",
  })
  updateCondition(
    @Ctx() context: RequestContext,
    @Arg("input", () => UpdateConditionInput, { description: "The corrections." }) input: UpdateConditionInput,
  ): Promise<ConditionPayload> {
    return conditionPayload(context, updateCondition(context, input));
  }

  @Mutation(() => ResolveConditionPayload, {
    nullable: true,
    description: "Says that a problem or diagnosis is over; it stays in the history.",
  })
  resolveCondition(
    @Ctx() context: RequestContext,
    @Arg("input", () => ResolveConditionInput, { description: "Which, and since when." }) input: ResolveConditionInput,
  ): Promise<ConditionPayload> {
    return conditionPayload(context, resolveCondition(context, input));
  }

  @FieldResolver(() => ConditionStatus, { description: "Whether it is still there." })
  status(@Root() row: ConditionRow): ConditionStatus {
    return row.abatement == null ? ConditionStatus.ACTIVE : ConditionStatus.RESOLVED;
  }
}
