import { SeriesPreviewDocument, type VisitType } from "../../graphql/graphql.ts";
import { dayInZone } from "../../lib/format/zoned-time.ts";
import { useAnswer } from "../../lib/graphql/use-answer.ts";
import { useLiveRefresh } from "../../lib/live/live.ts";
import { isCount, type Occurrence } from "./booking.schema.ts";
import type { ChosenSlot } from "./components/slot-list.tsx";
import { fewestVisits, type Repetition, ruleOf } from "./repetition.ts";

interface Wanted {
  readonly patientId: string | null;
  readonly slot: ChosenSlot | null;
  readonly visitType: VisitType;
  /** Null: it is one visit alone. */
  readonly repetition: Repetition | null;
  readonly count: number | string;
  readonly timeZone: string;
}

export interface SeriesPreview {
  /** Null as long as it is not known. */
  readonly occurrences: readonly Occurrence[] | null;
  readonly loading: boolean;
  readonly failed: boolean;
  /** Why there is no such series, as the server says it; null unless it has refused it. */
  readonly refusal: string | null;
  readonly refresh: () => void;
}

/** What a series comes to, and which of its visits cannot be, as of now. Nothing is asked before all of it is known. */
export function useSeriesPreview(wanted: Wanted): SeriesPreview {
  const { patientId, slot, visitType, repetition, count, timeZone } = wanted;
  const paused = patientId === null || slot === null || repetition === null || !isCount(count, repetition);
  const startsAt = slot?.startsAt ?? new Date(0).toISOString();
  const { data, current, error, fetching, retry } = useAnswer({
    query: SeriesPreviewDocument,
    variables: {
      input: {
        ...{ patientId: patientId ?? "", providerId: slot?.providerId ?? "", startsAt, visitType },
        rule: ruleOf(repetition ?? "WEEKLY", Number(count) || fewestVisits, dayInZone(startsAt, timeZone)),
      },
    },
    pause: paused,
    requestPolicy: "network-only",
  });
  const refresh = () => {
    if (!paused) {
      retry();
    }
  };
  useLiveRefresh(refresh);
  // What another series came to is nothing of this one.
  const occurrences = paused || !current ? null : (data?.appointmentSeriesPreview ?? null);
  const isOver = !paused && occurrences === null && current && !fetching;
  const refused = error?.graphQLErrors.find(({ extensions }) => extensions.code === "BAD_USER_INPUT");
  return {
    occurrences,
    loading: !paused && occurrences === null && !isOver,
    failed: isOver,
    refusal: isOver && refused !== undefined ? refused.message : null,
    refresh,
  };
}
