import type { RequestContext } from "@careconnect/kit";
import { Arg, Ctx, Query, Resolver } from "type-graphql";
import { quote } from "./quote.service.ts";
import { Quote, QuoteInput } from "./quote.type.ts";

@Resolver()
export class QuoteResolver {
  @Query(() => Quote, {
    nullable: true,
    description:
      "What a visit would cost by the prices and terms that hold on its day; null when there is no price for it. For administrators and the front desk.",
  })
  quote(
    @Ctx() context: RequestContext,
    @Arg("input", () => QuoteInput, { description: "What is to be priced." }) input: QuoteInput,
  ): Promise<Quote | null> {
    return quote(context, input);
  }
}
