import {
  assertMay,
  type Connection,
  connectionOf,
  knownUuid,
  type PageArgs,
  type RequestContext,
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
  assertMay(context, readPrepayments);
  const { state, appointmentId } = filter ?? {};
  return connectionOf(context, PrepaymentRow, {
    name: "prepayments",
    where: {
      ...(state != null && { state: { $in: state } }),
      ...(appointmentId != null && { appointmentId: knownUuid(appointmentId) }),
    },
    orderBy: [
      ["createdAt", "desc"],
      ["id", "desc"],
    ],
    page,
    audit: { action: "prepayment.list", entityType: "Prepayment" },
  });
}
