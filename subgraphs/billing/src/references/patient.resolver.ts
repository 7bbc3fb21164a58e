import { type Connection, PageArgs, type RequestContext } from "@careconnect/kit";
import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { InvoiceRow } from "../invoice/invoice.entity.ts";
import { listInvoicesOf } from "../invoice/invoice.service.ts";
import { InvoiceConnection } from "../invoice/invoice.type.ts";
import { Patient } from "./patient.type.ts";

@Resolver(() => Patient)
export class PatientResolver {
  @FieldResolver(() => InvoiceConnection, {
    nullable: true,
    description: "What the patient was charged, the latest invoice first.",
  })
  invoices(
    @Ctx() context: RequestContext,
    @Root() patient: Patient,
    @Args(() => PageArgs) page: PageArgs,
  ): Connection<InvoiceRow> | null {
    return listInvoicesOf(context, patient.id, page);
  }
}
