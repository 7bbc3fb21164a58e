import { useCallback, useRef } from "react";
import { type AnyVariables, createRequest, type UseQueryArgs, useQuery } from "urql";

/**
 * A query's answer as pages need it. After other variables the former answer stays until theirs is there: `current` says
 * whether `data` answers what is asked now. `retry` asks the server again, past the cache; what was answered stays when
 * the server then gives no answer at all.
 */
export function useAnswer<Data, Variables extends AnyVariables>(query: UseQueryArgs<Variables, Data>) {
  const [{ data, error, fetching, stale, operation }, execute] = useQuery<Data, Variables>(query);
  const retry = useCallback(() => execute({ requestPolicy: "network-only" }), [execute]);
  const current = operation?.key === createRequest(query.query, query.variables as Variables).key;
  const answered = useRef<{ readonly key: number | undefined; readonly data: Data | undefined }>(undefined);
  // When everything that was asked for failed, the cache's data is null, whatever its type says.
  const given = data ?? undefined;
  const kept = error?.networkError && answered.current?.key === operation?.key ? answered.current?.data : undefined;
  if (given !== undefined) {
    answered.current = { key: operation?.key, data: given };
  }
  return { data: given ?? kept, current, error, fetching, stale, retry };
}
