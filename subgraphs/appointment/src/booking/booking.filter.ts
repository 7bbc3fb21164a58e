import { anyRecordOf, BadUserInputError, knownUuid, type Viewer } from "@careconnect/kit";
import { overlapsAnother } from "../overlap/overlap.query.ts";
import { activeStatuses } from "./booking.status.ts";
import type { AppointmentFilter } from "./booking.type.ts";

/**
 * The conditions that `filter` sets; `from` and `to` are a half-open window on the start.
 * @throws BadUserInputError when the window is empty.
 */
export function filterConditions(filter: AppointmentFilter, { organizationId }: Viewer): object[] {
  if (filter.from && filter.to && filter.to <= filter.from) {
    throw new BadUserInputError("`to` must be after `from`.", ["filter", "to"]);
  }
  return [
    filter.patientId == null ? {} : { patientId: anyRecordOf(organizationId, [knownUuid(filter.patientId)]) },
    filter.providerId == null ? {} : { providerId: knownUuid(filter.providerId) },
    filter.status == null ? {} : { status: { $in: filter.status } },
    filter.from == null ? {} : { startsAt: { $gte: filter.from } },
    filter.to == null ? {} : { startsAt: { $lt: filter.to } },
    filter.externalId == null ? {} : { externalId: filter.externalId },
    filter.overlapping ? overlapsAnother(organizationId) : {},
  ];
}

/** What is still to come, or is under way. */
export function upcomingAt(now: Date) {
  return { status: { $in: [...activeStatuses] }, endsAt: { $gt: now } };
}

/** All the rest: what is over, whatever became of it, and what was called off before it came. */
export function pastAt(now: Date) {
  return { $or: [{ endsAt: { $lte: now } }, { status: { $nin: [...activeStatuses] } }] };
}
