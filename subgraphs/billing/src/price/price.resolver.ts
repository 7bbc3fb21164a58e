import {
  type CommandOutcome,
  type Connection,
  Money,
  PageArgs,
  type RequestContext,
  type UserError,
} from "@careconnect/kit";
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from "type-graphql";
import type { PayerRow } from "../payer/payer.entity.ts";
import { readPayer } from "../payer/payer.service.ts";
import { Payer } from "../payer/payer.type.ts";
import { addPrice, endPrice } from "./price.commands.ts";
import type { PriceRow } from "./price.entity.ts";
import { AddPriceInput, EndPriceInput } from "./price.input.ts";
import { listPrices, readPrice } from "./price.service.ts";
import { AddPricePayload, EndPricePayload, Price, PriceConnection, PriceFilter } from "./price.type.ts";

interface PricePayload {
  readonly price: PriceRow | null;
  readonly userErrors: readonly UserError[];
}

async function pricePayload(context: RequestContext, command: Promise<CommandOutcome>): Promise<PricePayload> {
  const { id, userErrors } = await command;
  return { price: id === null ? null : await readPrice(context, id), userErrors };
}

@Resolver(() => Price)
export class PriceResolver {
  @Query(() => PriceConnection, {
    nullable: true,
    description: "What visits cost, cost and will cost, the latest first: for administrators and the front desk.",
  })
  prices(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg("filter", () => PriceFilter, { nullable: true, description: "Narrows the list." }) filter: PriceFilter | null,
  ): Connection<PriceRow> {
    return listPrices(context, page, filter);
  }

  @Mutation(() => AddPricePayload, {
    nullable: true,
    description:
      "Says what a kind of visit costs from a day on, in the organization's currency (CURRENCY_UNKNOWN while that is not known); refused when there is a price for the same on one of these days (PRICE_OVERLAP). 10,000 at most. For administrators.",
  })
  addPrice(
    @Ctx() context: RequestContext,
    @Arg("input", () => AddPriceInput, { description: "The new price." }) input: AddPriceInput,
  ): Promise<PricePayload> {
    return pricePayload(context, addPrice(context, input));
  }

  @Mutation(() => EndPricePayload, {
    nullable: true,
    description: "Ends a price, sooner than it does already: it is kept, with its last day. For administrators.",
  })
  endPrice(
    @Ctx() context: RequestContext,
    @Arg("input", () => EndPriceInput, { description: "Which, and its last day." }) input: EndPriceInput,
  ): Promise<PricePayload> {
    return pricePayload(context, endPrice(context, input));
  }

  @FieldResolver(() => Money, { description: "What it costs before tax." })
  price(@Root() { amount, currency }: PriceRow): Money {
    return { amount, currency };
  }

  @FieldResolver(() => Payer, { nullable: true, description: "For whose patients alone; null: whoever pays." })
  async payer(@Ctx() context: RequestContext, @Root() row: PriceRow): Promise<PayerRow | null> {
    return row.payerId ? readPayer(context, row.payerId) : null;
  }
}
