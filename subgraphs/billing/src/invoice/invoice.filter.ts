import { anyRecordOf, BadUserInputError, knownUuid, type Viewer } from "@careconnect/kit";
import type { InvoiceFilter } from "./invoice.type.ts";

/** What a filter of invoices asks for; all of it must hold. */
export function filterConditions(filter: InvoiceFilter, { organizationId }: Viewer): object[] {
  if (filter.from && filter.to && filter.to <= filter.from)
    throw new BadUserInputError("`to` must be after `from`.", ["filter", "to"]);
  return [
    filter.patientId == null ? {} : { patientId: anyRecordOf(organizationId, [knownUuid(filter.patientId)]) },
    filter.appointmentId == null ? {} : { appointmentId: knownUuid(filter.appointmentId) },
    filter.payerId == null ? {} : { payerId: knownUuid(filter.payerId) },
    filter.status == null ? {} : { status: { $in: filter.status } },
    filter.number == null ? {} : { number: filter.number },
    filter.from == null ? {} : { listedAt: { $gte: filter.from } },
    filter.to == null ? {} : { listedAt: { $lt: filter.to } },
    filter.externalId == null ? {} : { externalId: filter.externalId },
  ];
}
