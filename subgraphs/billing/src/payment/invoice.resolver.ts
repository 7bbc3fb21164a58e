import type { RequestContext } from "@careconnect/kit";
import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { InvoiceRow } from "../invoice/invoice.entity.ts";
import { Invoice } from "../invoice/invoice.type.ts";
import type { PaymentRow } from "./payment.entity.ts";
import { listPaymentsOf } from "./payment.service.ts";
import { Payment } from "./payment.type.ts";

@Resolver(() => Invoice)
export class InvoicePaymentsResolver {
  @FieldResolver(() => [Payment], {
    nullable: true,
    description:
      "What was paid for it here, the first first: for administrators, the front desk and the patient; null for everybody else. What was paid before it was imported is not among it. 200 at most.",
  })
  payments(@Ctx() context: RequestContext, @Root() invoice: InvoiceRow): Promise<PaymentRow[] | null> {
    return listPaymentsOf(context, invoice.id);
  }
}
