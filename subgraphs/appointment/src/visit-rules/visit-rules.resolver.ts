import type { RequestContext, UserError } from "@careconnect/kit";
import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { setVisitTypeRules } from "./visit-rules.commands.ts";
import { SetVisitTypeRulesInput } from "./visit-rules.input.ts";
import { listVisitTypeRules, readVisitTypeRules } from "./visit-rules.service.ts";
import { SetVisitTypeRulesPayload, VisitTypeRules } from "./visit-rules.type.ts";

interface RulesPayload {
  readonly visitTypeRules: VisitTypeRules | null;
  readonly userErrors: readonly UserError[];
}

@Resolver(() => VisitTypeRules)
export class VisitRulesResolver {
  @Query(() => [VisitTypeRules], {
    nullable: true,
    description: "What holds for each kind of visit: how long it lasts, what it keeps free, when it is booked.",
  })
  visitTypeRules(@Ctx() context: RequestContext): Promise<VisitTypeRules[]> {
    return listVisitTypeRules(context);
  }

  @Mutation(() => SetVisitTypeRulesPayload, {
    nullable: true,
    description:
      "Decides all that holds for a kind of visit from now on: what is left out is decided, too, and not kept. Visits that are booked stay as they are.",
  })
  async setVisitTypeRules(
    @Ctx() context: RequestContext,
    @Arg("input", () => SetVisitTypeRulesInput, { description: "What is to hold." }) input: SetVisitTypeRulesInput,
  ): Promise<RulesPayload> {
    const { id, userErrors } = await setVisitTypeRules(context, input);
    return { visitTypeRules: id === null ? null : await readVisitTypeRules(context, id), userErrors };
  }
}
