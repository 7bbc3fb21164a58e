import type { CombinedError } from "@urql/core";
import { useLiveRefresh } from "../../lib/live/live.ts";
import type { Occurrence } from "./booking.schema.ts";

export interface SeriesPreview {
  /** Null as long as it is not known. */
  readonly occurrences: readonly Occurrence[] | null;
  readonly loading: boolean;
  readonly failed: boolean;
  /** There is no such series: to ask again is no use. */
  readonly refused: boolean;
  readonly refresh: () => void;
}

interface Asked {
  /** Not all of it is said yet. */
  readonly paused: boolean;
  readonly occurrences: readonly Occurrence[] | null | undefined;
  readonly current: boolean;
  readonly error: CombinedError | undefined;
  readonly fetching: boolean;
  readonly retry: () => void;
}

/** What an answer says that a rule comes to, kept as of now. */
export function useOccurrences({ paused, current, error, fetching, retry, ...asked }: Asked): SeriesPreview {
  const refresh = () => {
    if (!paused) {
      retry();
    }
  };
  useLiveRefresh(refresh);
  // What another rule came to is nothing of this one.
  const occurrences = paused || !current ? null : (asked.occurrences ?? null);
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
