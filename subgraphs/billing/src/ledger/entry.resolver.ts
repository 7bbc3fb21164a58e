import { type Connection, DateTime, Money, PageArgs, type RequestContext } from "@careconnect/kit";
import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { InvoiceRow } from "../invoice/invoice.entity.ts";
import { Invoice } from "../invoice/invoice.type.ts";
import type { LedgerEntryRow } from "./entry.entity.ts";
import { listEntriesOf, transactionOf } from "./entry.service.ts";
import { LedgerEntry, LedgerEntryConnection } from "./entry.type.ts";

@Resolver(() => LedgerEntry)
export class LedgerEntryResolver {
  @FieldResolver(() => Money, { description: "A debit is positive, a credit negative." })
  amount(@Root() { amount, currency }: LedgerEntryRow): Money {
    return { amount, currency };
  }

  @FieldResolver(() => String, {
    description: "What its transaction is about: Invoice, CreditNote, Payment or Refund.",
  })
  async source(@Ctx() context: RequestContext, @Root() entry: LedgerEntryRow): Promise<string> {
    return (await transactionOf(context, entry)).sourceType;
  }

  @FieldResolver(() => String, { description: "What happened to that, e.g. ISSUED or RECEIVED." })
  async event(@Ctx() context: RequestContext, @Root() entry: LedgerEntryRow): Promise<string> {
    return (await transactionOf(context, entry)).kind;
  }

  @FieldResolver(() => DateTime, { description: "When it happened." })
  async occurredAt(@Ctx() context: RequestContext, @Root() entry: LedgerEntryRow): Promise<Date> {
    return (await transactionOf(context, entry)).occurredAt;
  }
}

@Resolver(() => Invoice)
export class InvoiceLedgerResolver {
  @FieldResolver(() => LedgerEntryConnection, {
    nullable: true,
    description:
      "What the ledger has of it, the first first: for administrators and the front desk; null for everybody else.",
  })
  ledgerEntries(
    @Ctx() context: RequestContext,
    @Root() { id }: InvoiceRow,
    @Args(() => PageArgs) page: PageArgs,
  ): Connection<LedgerEntryRow> | null {
    return listEntriesOf(context, id, page);
  }
}
