import type { RequestContext, StreamedEvent, SubscriptionContext } from "@careconnect/kit";
import { Arg, Ctx, Field, ID, ObjectType, Resolver, Root, Subscription } from "type-graphql";
import type { InvoiceRow } from "../invoice/invoice.entity.ts";
import { readInvoice } from "../invoice/invoice.service.ts";
import { Invoice } from "../invoice/invoice.type.ts";
import { type ChangeArguments, invoiceChanges } from "./change.stream.ts";

@ObjectType({ description: "A change of an invoice." })
export class InvoiceChange {
  @Field(() => String, {
    description: "Where this change stands: subscribe with it as `after` to be told of what follows.",
  })
  cursor!: string;

  @Field(() => Invoice, {
    nullable: true,
    description: "The invoice as it is now: of two quick changes, both may show what the second left.",
  })
  invoice!: InvoiceRow | null;
}

interface Subscriber {
  readonly context: SubscriptionContext;
  readonly args: ChangeArguments;
}

/** Null, which is not delivered, for a change of an invoice that the viewer may not see. */
@Resolver()
export class InvoiceChangeResolver {
  @Subscription(() => InvoiceChange, {
    nullable: true,
    description:
      "Invoices as they are issued, paid, given back, credited, overdue or withdrawn, as far as the viewer may see them; imported history is not told.",
    subscribe: ({ context, args }: Subscriber) => invoiceChanges(context, args),
  })
  async invoiceChanged(
    @Ctx() context: RequestContext,
    @Root() { cursor, event }: StreamedEvent,
    @Arg("id", () => ID, { nullable: true, description: "Of this invoice alone." }) _id: string | null,
    @Arg("after", () => String, {
      nullable: true,
      description:
        "The cursor of the last change that is known: what was missed since is replayed. Without it, what is to come.",
    })
    _after: string | null,
  ): Promise<InvoiceChange | null> {
    const invoice = await readInvoice(context, event.aggregateId);
    return invoice && { cursor, invoice };
  }
}
