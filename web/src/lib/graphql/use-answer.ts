import { useCallback, useRef } from "react";
import { type AnyVariables, CombinedError, createRequest, type UseQueryArgs, useQuery } from "urql";
import { isSessionEnd } from "./failure.ts";

// Without a network the cache answers, and says nothing where it has nothing.
const notKept = new CombinedError({ networkError: new Error("There is no answer, and none was kept.") });

/**
 * A query's answer as pages need it. After other variables the former answer stays until theirs is there: `current` says
 * whether `data` answers what is asked now. `retry` asks the server again, past the cache; what was answered stays when
 * the server then gives no answer at all.
 */
export function useAnswer<Data, Variables extends AnyVariables>(query: UseQueryArgs<Variables, Data>) {
  const [{ data, error, fetching, stale, operation }, execute] = useQuery<Data, Variables>(query);
  const retry = useCallback(() => execute({ requestPolicy: "network-only" }), [execute]);
  const answered = useRef<{ readonly key: number | undefined; readonly data: Data | undefined }>(undefined);
  // What the cache lacks is null in it as if it had failed. That is no answer as long as the server's is awaited.
  const partial = operation?.context.meta?.cacheOutcome === "partial" && (fetching || stale);
  // When everything that was asked for failed, the cache's data is null, whatever its type says.
  const given = partial ? undefined : (data ?? undefined);
  const unheard = error?.networkError !== undefined && !isSessionEnd(error) && answered.current?.key === operation?.key;
  if (given !== undefined) {
    answered.current = { key: operation?.key, data: given };
  }
  const kept = partial || unheard ? answered.current : undefined;
  const key = partial ? kept?.key : operation?.key;
  const current = key === createRequest(query.query, query.variables as Variables).key;
  const known = given ?? kept?.data;
  const asking = fetching || partial;
  const silent = operation !== undefined && !asking && known === undefined && error === undefined;
  return { data: known, current, error: silent ? notKept : error, fetching: asking, stale, retry };
}
