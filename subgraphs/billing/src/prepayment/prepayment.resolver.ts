import { type Connection, PageArgs, type RequestContext } from "@careconnect/kit";
import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import type { InvoiceRow } from "../invoice/invoice.entity.ts";
import { readInvoice } from "../invoice/invoice.service.ts";
import { Invoice } from "../invoice/invoice.type.ts";
import { Appointment } from "../references/appointment.type.ts";
import type { PrepaymentRow } from "./prepayment.entity.ts";
import { listPrepayments } from "./prepayment.service.ts";
import { Prepayment, PrepaymentConnection, PrepaymentFilter } from "./prepayment.type.ts";

@Resolver(() => Prepayment)
export class PrepaymentResolver {
  @Query(() => PrepaymentConnection, {
    nullable: true,
    description: "The visits that are paid in advance, the latest first. For administrators and the front desk.",
  })
  prepayments(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg("filter", () => PrepaymentFilter, { nullable: true, description: "Narrows the list." })
    filter: PrepaymentFilter | null,
  ): Connection<PrepaymentRow> {
    return listPrepayments(context, page, filter);
  }

  @FieldResolver(() => Invoice, {
    nullable: true,
    description: "What is to be paid; null when there is no price for it.",
  })
  async invoice(@Ctx() context: RequestContext, @Root() { invoiceId }: PrepaymentRow): Promise<InvoiceRow | null> {
    return invoiceId == null ? null : readInvoice(context, String(invoiceId));
  }

  @FieldResolver(() => Appointment, { nullable: true, description: "The visit." })
  appointment(@Root() { appointmentId }: PrepaymentRow): Appointment {
    return { id: appointmentId };
  }
}
