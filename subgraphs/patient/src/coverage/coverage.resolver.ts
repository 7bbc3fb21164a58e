import type { CommandOutcome, RequestContext, UserError } from "@careconnect/kit";
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import { Payer } from "../references/payer.type.ts";
import { addCoverage, endCoverage, updateCoverage } from "./coverage.commands.ts";
import type { CoverageRow } from "./coverage.entity.ts";
import { AddCoverageInput, EndCoverageInput, UpdateCoverageInput } from "./coverage.input.ts";
import { rereadCoverage } from "./coverage.service.ts";
import { AddCoveragePayload, Coverage, EndCoveragePayload, UpdateCoveragePayload } from "./coverage.type.ts";

interface CoveragePayload {
  readonly coverage: CoverageRow | null;
  readonly userErrors: readonly UserError[];
}

/** The coverage is read anew, so that a replayed answer shows what may be seen now. */
async function coveragePayload(context: RequestContext, command: Promise<CommandOutcome>): Promise<CoveragePayload> {
  const { id, userErrors } = await command;
  return { coverage: id === null ? null : await rereadCoverage(context, id), userErrors };
}

@Resolver(() => Coverage)
export class CoverageResolver {
  @Mutation(() => AddCoveragePayload, {
    nullable: true,
    description:
      "Adds a coverage to a patient; of one priority there is one on each day (COVERAGE_OVERLAP), and 100 in all at most.",
  })
  addCoverage(
    @Ctx() context: RequestContext,
    @Arg("input", () => AddCoverageInput, { description: "The new coverage." }) input: AddCoverageInput,
  ): Promise<CoveragePayload> {
    return coveragePayload(context, addCoverage(context, input));
  }

  @Mutation(() => UpdateCoveragePayload, { nullable: true, description: "Corrects a coverage." })
  updateCoverage(
    @Ctx() context: RequestContext,
    @Arg("input", () => UpdateCoverageInput, { description: "The changes." }) input: UpdateCoverageInput,
  ): Promise<CoveragePayload> {
    return coveragePayload(context, updateCoverage(context, input));
  }

  @Mutation(() => EndCoveragePayload, {
    nullable: true,
    description: "Ends a coverage: it is kept, with its last day.",
  })
  endCoverage(
    @Ctx() context: RequestContext,
    @Arg("input", () => EndCoverageInput, { description: "Which, and its last day." }) input: EndCoverageInput,
  ): Promise<CoveragePayload> {
    return coveragePayload(context, endCoverage(context, input));
  }

  @FieldResolver(() => Payer, { nullable: true, description: "Who pays." })
  payer(@Root() row: CoverageRow): Payer {
    return { id: row.payerId };
  }
}
