import { type Connection, Money, PageArgs, type RequestContext, type UserError } from "@careconnect/kit";
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import type { InvoiceRow } from "../invoice/invoice.entity.ts";
import { readInvoice } from "../invoice/invoice.service.ts";
import { Invoice } from "../invoice/invoice.type.ts";
import { Appointment } from "../references/appointment.type.ts";
import type { DifferenceRow } from "./difference.entity.ts";
import { DifferenceKind, differenceKinds } from "./difference.kind.ts";
import { runReconciliation } from "./reconciliation.commands.ts";
import type { ReconciliationRow } from "./reconciliation.entity.ts";
import {
  countDifferences,
  listDifferences,
  listReconciliations,
  readReconciliation,
} from "./reconciliation.service.ts";
import {
  DifferenceConnection,
  DifferenceCount,
  Reconciliation,
  ReconciliationConnection,
  ReconciliationDifference,
  RunReconciliationInput,
  RunReconciliationPayload,
} from "./reconciliation.type.ts";

interface ReconciliationPayload {
  readonly reconciliation: ReconciliationRow | null;
  readonly userErrors: readonly UserError[];
}

@Resolver(() => Reconciliation)
export class ReconciliationResolver {
  @Query(() => ReconciliationConnection, {
    nullable: true,
    description:
      "The comparisons of everything that belongs together, the latest first, 60 at most: for administrators and the front desk.",
  })
  reconciliations(@Ctx() context: RequestContext, @Args(() => PageArgs) page: PageArgs): Connection<ReconciliationRow> {
    return listReconciliations(context, page);
  }

  @Query(() => Reconciliation, { nullable: true, description: "One reconciliation; null when there is none." })
  reconciliation(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, { description: "The reconciliation's id." }) id: string,
  ): Promise<ReconciliationRow | null> {
    return readReconciliation(context, id);
  }

  @Mutation(() => RunReconciliationPayload, {
    nullable: true,
    description:
      "Has everything compared that belongs together, within a minute: what was mended since is found no more. RECONCILIATION_UNDER_WAY while one is.",
  })
  async runReconciliation(
    @Ctx() context: RequestContext,
    @Arg("input", () => RunReconciliationInput, { description: "Nothing but the key of the command." })
    input: RunReconciliationInput,
  ): Promise<ReconciliationPayload> {
    const { id, userErrors } = await runReconciliation(context, input);
    return { reconciliation: id === null ? null : await readReconciliation(context, id), userErrors };
  }

  @FieldResolver(() => [DifferenceCount], {
    nullable: true,
    description: "How often each kind was found; what was not found is not there.",
  })
  counts(@Ctx() context: RequestContext, @Root() { id }: ReconciliationRow): Promise<DifferenceCount[]> {
    return countDifferences(context, id);
  }

  @FieldResolver(() => DifferenceConnection, {
    nullable: true,
    description: "What differs, kind by kind: 1,000 of each kind at most.",
  })
  differences(
    @Ctx() context: RequestContext,
    @Root() { id }: ReconciliationRow,
    @Args(() => PageArgs) page: PageArgs,
    @Arg("kinds", () => [DifferenceKind], { nullable: true, description: "Of these kinds alone." })
    kinds: DifferenceKind[] | null,
  ): Connection<DifferenceRow> {
    return listDifferences(context, id, page, kinds ?? null);
  }
}

@Resolver(() => ReconciliationDifference)
export class DifferenceResolver {
  @FieldResolver(() => String, {
    description:
      "What it is about: Payment, Refund, CreditNote, Invoice, Number, Appointment, Prepayment, LedgerTransaction, GatewayPayment or GatewayRefund.",
  })
  subject(@Root() { kind }: DifferenceRow): string {
    return differenceKinds[kind].subject;
  }

  @FieldResolver(() => Money, {
    nullable: true,
    description: "What it ought to be; null where no amounts are compared.",
  })
  expected(@Root() { expectedAmount: amount, currency }: DifferenceRow): Money | null {
    return amount == null || currency == null ? null : { amount, currency };
  }

  @FieldResolver(() => Money, {
    nullable: true,
    description: "What was found instead; null where no amounts are compared.",
  })
  found(@Root() { foundAmount: amount, currency }: DifferenceRow): Money | null {
    return amount == null || currency == null ? null : { amount, currency };
  }

  @FieldResolver(() => Invoice, { nullable: true, description: "The invoice that it concerns, if any." })
  async invoice(@Ctx() context: RequestContext, @Root() { invoiceId }: DifferenceRow): Promise<InvoiceRow | null> {
    return invoiceId ? readInvoice(context, invoiceId) : null;
  }

  @FieldResolver(() => Appointment, {
    nullable: true,
    description: "The visit for which no invoice stands; else null.",
  })
  appointment(@Root() { kind, subjectId }: DifferenceRow): Appointment | null {
    return differenceKinds[kind].subject === "Appointment" ? { id: subjectId } : null;
  }
}
