import { SeriesPreviewDocument, type VisitType } from "../../graphql/graphql.ts";
import { useAnswer } from "../../lib/graphql/use-answer.ts";
import { useLiveRefresh } from "../../lib/live/live.ts";
import { countOf, type Occurrence } from "./booking.schema.ts";
import type { ChosenSlot } from "./components/slot-list.tsx";
import { type Repetition, ruleOf } from "./repetition.ts";

interface Wanted {
  readonly patientId: string | null;
  readonly slot: ChosenSlot | null;
  readonly visitType: VisitType;
  /** Null: it is one visit alone. */
  readonly repetition: Repetition | null;
  /** As it is typed. */
  readonly count: string;
}

export interface SeriesPreview {
  /** Null as long as it is not known. */
  readonly occurrences: readonly Occurrence[] | null;
  readonly loading: boolean;
  readonly failed: boolean;
  /** There is no such series: to ask again is no use. */
  readonly refused: boolean;
  readonly refresh: () => void;
}

/** What a series comes to, and which of its visits cannot be, as of now. Nothing is asked before all of it is known. */
export function useSeriesPreview(wanted: Wanted): SeriesPreview {
  const { patientId, slot, visitType, repetition } = wanted;
  const count = repetition === null ? null : countOf(wanted.count, repetition);
  const paused = patientId === null || slot === null || repetition === null || count === null;
  const { data, current, error, fetching, retry } = useAnswer({
    query: SeriesPreviewDocument,
    variables: {
      input: {
        ...{
          patientId: patientId ?? "",
          providerId: slot?.providerId ?? "",
          startsAt: slot?.startsAt ?? "",
          visitType,
        },
        rule: paused ? "" : ruleOf(repetition, count, slot),
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
  const isRefused = error?.graphQLErrors.some(({ extensions }) => extensions.code === "BAD_USER_INPUT") === true;
  return {
    occurrences,
    loading: !paused && occurrences === null && !isOver,
    failed: isOver && !isRefused,
    refused: isOver && isRefused,
    refresh,
  };
}
