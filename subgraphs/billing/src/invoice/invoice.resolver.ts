import { type Connection, Money, PageArgs, type RequestContext } from "@careconnect/kit";
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from "type-graphql";
import type { PayerRow } from "../payer/payer.entity.ts";
import { readPayer } from "../payer/payer.service.ts";
import { Payer } from "../payer/payer.type.ts";
import { Appointment } from "../references/appointment.type.ts";
import { referToPatient } from "../references/patient.reference.ts";
import { Patient } from "../references/patient.type.ts";
import type { InvoiceRow } from "./invoice.entity.ts";
import { listInvoices, listLines, readInvoice, readReplacement } from "./invoice.service.ts";
import { Invoice, InvoiceConnection, InvoiceFilter, InvoiceOrder } from "./invoice.type.ts";
import { InvoiceLine } from "./line.type.ts";
import { wordingOf } from "./line.wording.ts";
import { totalInvoices } from "./totals.service.ts";
import { InvoiceTotal } from "./totals.type.ts";

@Resolver(() => Invoice)
export class InvoiceResolver {
  @Query(() => Invoice, {
    nullable: true,
    description: "One invoice; null when there is none or the viewer may not see it.",
  })
  invoice(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, { description: "The invoice's id." }) id: string,
  ): Promise<InvoiceRow | null> {
    return readInvoice(context, id);
  }

  @Query(() => InvoiceConnection, { nullable: true, description: "The invoices that the viewer may see." })
  invoices(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg("filter", () => InvoiceFilter, { nullable: true, description: "Narrows the list." })
    filter: InvoiceFilter | null,
    @Arg("orderBy", () => InvoiceOrder, {
      nullable: true,
      description: "How the list is sorted: the latest issued first unless told.",
    })
    orderBy: InvoiceOrder | null,
  ): Connection<InvoiceRow> {
    return listInvoices(context, page, filter, orderBy);
  }

  @Query(() => [InvoiceTotal], {
    nullable: true,
    description:
      "What the invoices that the viewer may see come to, every status once in the organization's currency; what is in another follows, for itself.",
  })
  invoiceTotals(
    @Ctx() context: RequestContext,
    @Arg("filter", () => InvoiceFilter, { nullable: true, description: "Narrows what is counted." })
    filter: InvoiceFilter | null,
  ): Promise<InvoiceTotal[]> {
    return totalInvoices(context, filter);
  }

  @FieldResolver(() => Money, { description: "What is charged in all." })
  total(@Root() row: InvoiceRow): Money {
    return { amount: row.totalAmount, currency: row.currency };
  }

  @FieldResolver(() => Money, { description: "What of it is still owed." })
  balance(@Root() row: InvoiceRow): Money {
    return { amount: row.balanceAmount, currency: row.currency };
  }

  @FieldResolver(() => Money, { description: "What of the total the payer pays." })
  payerShare(@Root() row: InvoiceRow): Money {
    return { amount: row.payerShareAmount, currency: row.currency };
  }

  @FieldResolver(() => Money, { description: "What of the total the patient pays." })
  patientShare(@Root() row: InvoiceRow): Money {
    return { amount: row.patientShareAmount, currency: row.currency };
  }

  @FieldResolver(() => Payer, { nullable: true, description: "Who pays a share of it for the patient, if anybody." })
  async payer(@Ctx() context: RequestContext, @Root() row: InvoiceRow): Promise<PayerRow | null> {
    return row.payerId ? readPayer(context, row.payerId) : null;
  }

  @FieldResolver(() => [InvoiceLine], {
    nullable: true,
    description: "What is charged for, 500 lines at most; the amounts add up to the total.",
  })
  async lines(@Ctx() context: RequestContext, @Root() row: InvoiceRow): Promise<InvoiceLine[]> {
    const lines = await listLines(context, row.id);
    return lines.map(({ id, kind, description, quantity, taxBasisPoints, unitAmount, amount }) => ({
      id,
      kind,
      description,
      ...wordingOf({ kind, description }),
      quantity,
      taxBasisPoints,
      unitPrice: { amount: unitAmount, currency: row.currency },
      amount: { amount, currency: row.currency },
    }));
  }

  @FieldResolver(() => Invoice, {
    nullable: true,
    description: "The one that was withdrawn, in whose place it stands.",
  })
  async replaces(@Ctx() context: RequestContext, @Root() { replacesId }: InvoiceRow): Promise<InvoiceRow | null> {
    return replacesId ? readInvoice(context, replacesId) : null;
  }

  @FieldResolver(() => Invoice, {
    nullable: true,
    description: "The one that stands in its place, since it was withdrawn.",
  })
  replacedBy(@Ctx() context: RequestContext, @Root() { id }: InvoiceRow): Promise<InvoiceRow | null> {
    return readReplacement(context, id);
  }

  @FieldResolver(() => Patient, { nullable: true, description: "Who is charged." })
  patient(@Ctx() context: RequestContext, @Root() row: InvoiceRow): Promise<Patient | null> {
    return referToPatient(context, row.currentPatientId);
  }

  @FieldResolver(() => Appointment, { nullable: true, description: "The appointment that it is for, if any." })
  appointment(@Root() row: InvoiceRow): Appointment | null {
    return row.appointmentId ? { id: row.appointmentId } : null;
  }
}
