import { SeriesChangePreviewDocument, SeriesScope } from "../../graphql/graphql.ts";
import { useAnswer } from "../../lib/graphql/use-answer.ts";
import type { WantedChange } from "./change.schema.ts";
import { type SeriesPreview, useOccurrences } from "./use-occurrences.ts";

/** What another rule for a series comes to, and which of its visits cannot be, as of now. */
export function useChangePreview(id: string, wanted: WantedChange | null): SeriesPreview {
  const paused = wanted === null;
  const { data, ...answer } = useAnswer({
    query: SeriesChangePreviewDocument,
    variables: { input: { id, ...(wanted ?? { scope: SeriesScope.Following, startsAt: "", rule: "" }) } },
    pause: paused,
    requestPolicy: "network-only",
  });
  return useOccurrences({ paused, occurrences: data?.appointmentSeriesChangePreview, ...answer });
}
