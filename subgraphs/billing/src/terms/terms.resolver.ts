import {
  type CommandOutcome,
  type Connection,
  Money,
  PageArgs,
  type RequestContext,
  type UserError,
} from "@careconnect/kit";
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import type { PayerRow } from "../payer/payer.entity.ts";
import { readPayer } from "../payer/payer.service.ts";
import { Payer } from "../payer/payer.type.ts";
import { addPayerTerms, endPayerTerms } from "./terms.commands.ts";
import type { PayerTermsRow } from "./terms.entity.ts";
import { listTerms, readTerms } from "./terms.service.ts";
import {
  AddPayerTermsInput,
  AddPayerTermsPayload,
  EndPayerTermsInput,
  EndPayerTermsPayload,
  PayerTerms,
  PayerTermsConnection,
} from "./terms.type.ts";

interface TermsPayload {
  readonly payerTerms: PayerTermsRow | null;
  readonly userErrors: readonly UserError[];
}

async function termsPayload(context: RequestContext, command: Promise<CommandOutcome>): Promise<TermsPayload> {
  const { id, userErrors } = await command;
  return { payerTerms: id === null ? null : await readTerms(context, id), userErrors };
}

@Resolver(() => PayerTerms)
export class PayerTermsResolver {
  @Query(() => PayerTermsConnection, {
    nullable: true,
    description: "What payers leave to patients, the latest first: for administrators and the front desk.",
  })
  payerTerms(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg("payerId", () => ID, { nullable: true, description: "Of this payer alone." }) payerId: string | null,
  ): Connection<PayerTermsRow> {
    return listTerms(context, page, payerId);
  }

  @Mutation(() => AddPayerTermsPayload, {
    nullable: true,
    description:
      "Says what a payer leaves to patients from a day on, as a fixed copay, a part of the rest, or both; refused when the plan has other terms on one of these days (PRICE_OVERLAP). 10,000 at most. For administrators.",
  })
  addPayerTerms(
    @Ctx() context: RequestContext,
    @Arg("input", () => AddPayerTermsInput, { description: "The new terms." }) input: AddPayerTermsInput,
  ): Promise<TermsPayload> {
    return termsPayload(context, addPayerTerms(context, input));
  }

  @Mutation(() => EndPayerTermsPayload, {
    nullable: true,
    description: "Ends terms, sooner than they do already: they are kept, with their last day. For administrators.",
  })
  endPayerTerms(
    @Ctx() context: RequestContext,
    @Arg("input", () => EndPayerTermsInput, { description: "Which, and their last day." }) input: EndPayerTermsInput,
  ): Promise<TermsPayload> {
    return termsPayload(context, endPayerTerms(context, input));
  }

  @FieldResolver(() => Payer, { nullable: true, description: "Whose terms they are." })
  payer(@Ctx() context: RequestContext, @Root() row: PayerTermsRow): Promise<PayerRow | null> {
    return readPayer(context, String(row.payerId));
  }

  @FieldResolver(() => Money, { description: "What of each invoice the patient pays first." })
  copay(@Root() { copayAmount, currency }: PayerTermsRow): Money {
    return { amount: copayAmount, currency };
  }
}
