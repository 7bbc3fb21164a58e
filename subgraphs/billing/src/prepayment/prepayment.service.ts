import {
  assertMay,
  type Connection,
  connectionOf,
  knownUuid,
  type PageArgs,
  type RequestContext,
  rowsWithin,
} from "@careconnect/kit";
import { PrepaymentRow } from "./prepayment.entity.ts";
import { readPrepayments } from "./prepayment.policy.ts";
import type { PrepaymentFilter } from "./prepayment.type.ts";

/** The visits that are paid in advance, the latest first. */
export function listPrepayments(
  context: RequestContext,
  page: PageArgs,
  filter: PrepaymentFilter | null | undefined,
): Connection<PrepaymentRow> {
  const reach = assertMay(context, readPrepayments);
  const { state, appointmentId } = filter ?? {};
  return connectionOf(context, PrepaymentRow, {
    name: "prepayments",
    where: {
      $and: [
        rowsWithin(reach, { patient: "patientId" }),
        state == null ? {} : { state: { $in: state } },
        appointmentId == null ? {} : { appointmentId: knownUuid(appointmentId) },
      ],
    },
    orderBy: [
      ["createdAt", "desc"],
      ["id", "desc"],
    ],
    page,
    audit: { action: "prepayment.list", entityType: "Prepayment" },
  });
}
