import { SeriesPreviewDocument, type VisitType } from "../../graphql/graphql.ts";
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
}

export interface SeriesPreview {
  /** Null as long as it is not known. */
  readonly occurrences: readonly Occurrence[] | null;
  readonly loading: boolean;
  readonly failed: boolean;
  readonly refresh: () => void;
}

/** What a series comes to, and which of its visits cannot be, as of now. Nothing is asked before all of it is known. */
export function useSeriesPreview({ patientId, slot, visitType, repetition, count }: Wanted): SeriesPreview {
  const paused = patientId === null || slot === null || repetition === null || !isCount(count, repetition);
  const { data, fetching, retry } = useAnswer({
    query: SeriesPreviewDocument,
    variables: {
      input: {
        ...{
          patientId: patientId ?? "",
          providerId: slot?.providerId ?? "",
          startsAt: slot?.startsAt ?? "",
          visitType,
        },
        rule: ruleOf(repetition ?? "WEEKLY", Number(count) || fewestVisits),
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
  const occurrences = paused ? null : (data?.appointmentSeriesPreview ?? null);
  return {
    occurrences,
    loading: !paused && occurrences === null && fetching,
    failed: !paused && occurrences === null && !fetching,
    refresh,
  };
}
