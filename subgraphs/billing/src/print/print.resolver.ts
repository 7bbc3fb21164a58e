import { FileLink, knownUuid, type RequestContext } from "@careconnect/kit";
import { Arg, Ctx, Directive, FieldResolver, ID, Resolver, Root } from "type-graphql";
import type { InvoiceRow } from "../invoice/invoice.entity.ts";
import { Invoice } from "../invoice/invoice.type.ts";
import { addresseeFacts } from "./print.reference.ts";
import { linkToInvoice } from "./print.service.ts";

@Resolver(() => Invoice)
export class PrintResolver {
  @Directive('@requires(fields: "patient { fullName mrn address { line city state postalCode country } }")')
  @FieldResolver(() => FileLink, {
    nullable: true,
    description:
      "The invoice on paper (PDF), with what was paid of it until then, by a link that is noted when it is given and when it is used: for administrators, the front desk and the patient; null for everybody else, and for a draft.",
  })
  pdf(
    @Ctx() context: RequestContext,
    @Root() invoice: InvoiceRow,
    @Arg("creditNoteId", () => ID, { nullable: true, description: "Prints this credit note of the invoice instead." })
    creditNoteId: string | null,
  ): FileLink | null {
    return linkToInvoice(context, invoice, {
      patient: addresseeFacts(context, invoice.id),
      ...(creditNoteId != null && { creditNoteId: knownUuid(creditNoteId) }),
    });
  }
}
