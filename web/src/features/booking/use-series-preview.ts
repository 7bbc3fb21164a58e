import { SeriesPreviewDocument, type VisitType } from "../../graphql/graphql.ts";
import { useAnswer } from "../../lib/graphql/use-answer.ts";
import { countOf } from "./booking.schema.ts";
import type { ChosenSlot } from "./components/slot-list.tsx";
import { type Repetition, ruleOf } from "./repetition.ts";
import { type SeriesPreview, useOccurrences } from "./use-occurrences.ts";

interface Wanted {
  readonly patientId: string | null;
  readonly slot: ChosenSlot | null;
  readonly visitType: VisitType;
  /** Null: it is one visit alone. */
  readonly repetition: Repetition | null;
  /** As it is typed. */
  readonly count: string;
}

/** What a series comes to, and which of its visits cannot be, as of now. Nothing is asked before all of it is known. */
export function useSeriesPreview(wanted: Wanted): SeriesPreview {
  const { patientId, slot, visitType, repetition } = wanted;
  const count = repetition === null ? null : countOf(wanted.count, repetition);
  const paused = patientId === null || slot === null || repetition === null || count === null;
  const { data, ...answer } = useAnswer({
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
  return useOccurrences({ paused, occurrences: data?.appointmentSeriesPreview, ...answer });
}
