import { anyRecordOf, BadUserInputError, knownUuid, type Viewer } from "@careconnect/kit";
import { sql } from "@mikro-orm/postgresql";
import { PaymentState, PaymentStatus } from "./payment.state.ts";
import type { PaymentFilter } from "./payment.type.ts";

/** What a filter of payments asks for; all of it must hold. */
export function filterConditions(filter: PaymentFilter, { organizationId }: Viewer): object[] {
  if (filter.from && filter.to && filter.to <= filter.from)
    throw new BadUserInputError("`to` must be after `from`.", ["filter", "to"]);
  return [
    filter.patientId == null ? {} : { patientId: anyRecordOf(organizationId, [knownUuid(filter.patientId)]) },
    filter.invoiceId == null ? {} : { invoiceId: knownUuid(filter.invoiceId) },
    filter.status == null ? {} : { $or: [{ id: [] }, ...filter.status.map(havingStatus)] },
    filter.method == null ? {} : { method: { $in: filter.method } },
    filter.party == null ? {} : { party: filter.party },
    filter.from == null ? {} : { receivedAt: { $gte: filter.from } },
    filter.to == null ? {} : { receivedAt: { $lt: filter.to } },
  ];
}

/** What `paymentStatusOf` says of a row, for the database. */
function havingStatus(status: PaymentStatus): object {
  const { PENDING, SUCCEEDED, FAILED } = PaymentState;
  switch (status) {
    case PaymentStatus.PENDING:
      return { state: PENDING };
    case PaymentStatus.FAILED:
      return { state: FAILED };
    case PaymentStatus.SUCCEEDED:
      return { state: SUCCEEDED, refundedAmount: 0 };
    case PaymentStatus.REFUNDED:
      return { state: SUCCEEDED, refundedAmount: { $eq: sql.ref("amount") } };
    case PaymentStatus.PARTIALLY_REFUNDED:
      return { state: SUCCEEDED, refundedAmount: { $gt: 0, $lt: sql.ref("amount") } };
  }
}
