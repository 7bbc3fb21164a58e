import type { RequestContext } from "@careconnect/kit";
import { Ctx, Query, Resolver } from "type-graphql";
import type { PayerRow } from "./payer.entity.ts";
import { listPayers } from "./payer.service.ts";
import { Payer } from "./payer.type.ts";

@Resolver(() => Payer)
export class PayerResolver {
  @Query(() => [Payer], {
    nullable: true,
    description: "Insurers and programmes that pay for patients of the organization, by name; 1,000 at most.",
  })
  payers(@Ctx() context: RequestContext): Promise<PayerRow[]> {
    return listPayers(context);
  }
}
