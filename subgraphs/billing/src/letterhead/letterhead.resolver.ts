import type { RequestContext, UserError } from "@careconnect/kit";
import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { setLetterhead } from "./letterhead.commands.ts";
import { currentLetterhead } from "./letterhead.service.ts";
import { Letterhead, SetLetterheadInput, SetLetterheadPayload } from "./letterhead.type.ts";

interface LetterheadPayload {
  readonly letterhead: Letterhead | null;
  readonly userErrors: readonly UserError[];
}

@Resolver(() => Letterhead)
export class LetterheadResolver {
  @Query(() => Letterhead, {
    nullable: true,
    description: "What stands on invoices and credit notes that are issued now: for administrators and the front desk.",
  })
  letterhead(@Ctx() context: RequestContext): Promise<Letterhead> {
    return currentLetterhead(context);
  }

  @Mutation(() => SetLetterheadPayload, {
    nullable: true,
    description:
      "Says what stands on invoices and credit notes that are issued from now on; older ones stay as they are.",
  })
  async setLetterhead(
    @Ctx() context: RequestContext,
    @Arg("input", () => SetLetterheadInput, { description: "What is to stand there." }) input: SetLetterheadInput,
  ): Promise<LetterheadPayload> {
    const { id, userErrors } = await setLetterhead(context, input);
    return { letterhead: id === null ? null : await currentLetterhead(context), userErrors };
  }
}
