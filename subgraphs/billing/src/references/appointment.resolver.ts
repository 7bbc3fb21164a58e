import type { RequestContext } from "@careconnect/kit";
import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { InvoiceRow } from "../invoice/invoice.entity.ts";
import { readInvoiceOf } from "../invoice/invoice.service.ts";
import { Invoice } from "../invoice/invoice.type.ts";
import { Appointment } from "./appointment.type.ts";

@Resolver(() => Appointment)
export class AppointmentResolver {
  @FieldResolver(() => Invoice, { nullable: true, description: "The invoice for the appointment, if there is one." })
  invoice(@Ctx() context: RequestContext, @Root() appointment: Appointment): Promise<InvoiceRow | null> {
    return readInvoiceOf(context, appointment.id);
  }
}
