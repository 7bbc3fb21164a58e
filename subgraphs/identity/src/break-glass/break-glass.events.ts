import { type DomainEvent, defineEvent } from "@careconnect/kit";
import { z } from "zod";
import type { BreakGlassRow } from "./break-glass.entity.ts";

const aggregateType = "BreakGlassAccess";

const ids = z.object({ accessId: z.uuid(), userId: z.uuid(), patientId: z.uuid() });

export const breakGlassStartedEvent = defineEvent("access.break_glass.started", 1, {
  aggregateType,
  description: "Somebody gave themselves emergency access to a patient's record, for minutes and for a reason.",
  payload: ids.extend({ expiresAt: z.iso.datetime() }),
});

export const breakGlassEndedEvent = defineEvent("access.break_glass.ended", 1, {
  aggregateType,
  description: "Emergency access was given back before its time.",
  payload: ids,
});

export const breakGlassReviewedEvent = defineEvent("access.break_glass.reviewed", 1, {
  aggregateType,
  description: "An administrator looked at an emergency access.",
  payload: ids.extend({ reviewedBy: z.uuid() }),
});

export const breakGlassStarted = (row: BreakGlassRow): DomainEvent =>
  breakGlassStartedEvent.of(row, { ...idsOf(row), expiresAt: row.expiresAt.toISOString() });

export const breakGlassEnded = (row: BreakGlassRow): DomainEvent => breakGlassEndedEvent.of(row, idsOf(row));

export const breakGlassReviewed = (row: BreakGlassRow, reviewedBy: string): DomainEvent =>
  breakGlassReviewedEvent.of(row, { ...idsOf(row), reviewedBy });

function idsOf({ id, userId, patientId }: BreakGlassRow) {
  return { accessId: id, userId, patientId };
}
