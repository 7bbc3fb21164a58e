import { type Connection, PageArgs, type RequestContext } from "@careconnect/kit";
import { Arg, Args, Ctx, Query, Resolver } from "type-graphql";
import type { PayerRow } from "./payer.entity.ts";
import { listPayers } from "./payer.service.ts";
import { Payer, PayerConnection, PayerFilter } from "./payer.type.ts";

@Resolver(() => Payer)
export class PayerResolver {
  @Query(() => PayerConnection, {
    nullable: true,
    description: "Insurers and programmes that pay for patients of the organization, by name.",
  })
  payers(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg("filter", () => PayerFilter, { nullable: true, description: "Narrows the list." }) filter: PayerFilter | null,
  ): Connection<PayerRow> {
    return listPayers(context, page, filter);
  }
}
