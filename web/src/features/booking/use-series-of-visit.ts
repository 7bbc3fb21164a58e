import { SeriesOfVisitDocument } from "../../graphql/graphql.ts";
import { failureOf } from "../../lib/graphql/failure.ts";
import { useAnswer } from "../../lib/graphql/use-answer.ts";
import type { Series } from "./series-of-visit.ts";

export interface SeriesAnswer {
  /** Null for a visit of its own, and as long as it is not known. */
  readonly series: Series | null;
  readonly failed: boolean;
  readonly retry: () => void;
}

/** The series in which a visit was booked, as of now. */
export function useSeriesOfVisit(appointmentId: string, pause: boolean): SeriesAnswer {
  const { data, error, fetching, retry } = useAnswer({
    query: SeriesOfVisitDocument,
    variables: { appointmentId },
    pause,
    requestPolicy: "network-only",
  });
  const series = data?.appointment?.series ?? null;
  const failed = series === null && !fetching && failureOf(error, "appointment", "series") !== null;
  return { series, failed, retry };
}
