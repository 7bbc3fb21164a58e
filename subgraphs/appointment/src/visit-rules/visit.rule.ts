import { VisitType } from "@careconnect/kit";

/** What an organization has decided about one kind of visit. */
export interface VisitRule {
  /** How long a visit lasts. */
  readonly durationMinutes: number;
  /** How long before and after it its provider sees nobody else. */
  readonly bufferBeforeMinutes: number;
  readonly bufferAfterMinutes: number;
  /** How long before its start a patient books it at the latest, and how many days before it at the earliest. */
  readonly minimumNoticeMinutes: number;
  readonly horizonDays: number;
  /** How many of them a provider has on one day of theirs at most; null: as many as there is time for. */
  readonly maximumPerDay: number | null;
}

export type VisitRules = Readonly<Record<VisitType, VisitRule>>;

const standard = {
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  minimumNoticeMinutes: 0,
  horizonDays: 365,
  maximumPerDay: null,
};

/** What holds as long as an organization has decided nothing. */
export const standardRules: VisitRules = {
  [VisitType.IN_PERSON]: { ...standard, durationMinutes: 30 },
  [VisitType.VIDEO]: { ...standard, durationMinutes: 20 },
  [VisitType.PHONE]: { ...standard, durationMinutes: 15 },
};

export const minute = 60_000;
const day = 24 * 60 * minute;

/** The first and the last instant at which a visit may start that a patient books at `now`, in epoch milliseconds. */
export function bookableFrom(now: number, rule: VisitRule): { readonly earliest: number; readonly latest: number } {
  return { earliest: now + rule.minimumNoticeMinutes * minute, latest: now + rule.horizonDays * day };
}

/** What of its provider's time a visit takes. */
export interface BlockedTime {
  /** Null: from its start on, until its end. */
  readonly blockedFrom: Date | null;
  readonly blockedUntil: Date | null;
}

export function blockedTime(visit: { readonly startsAt: Date; readonly endsAt: Date }, rule: VisitRule): BlockedTime {
  const { bufferBeforeMinutes: before, bufferAfterMinutes: after } = rule;
  return {
    blockedFrom: before === 0 ? null : new Date(visit.startsAt.getTime() - before * minute),
    blockedUntil: after === 0 ? null : new Date(visit.endsAt.getTime() + after * minute),
  };
}
