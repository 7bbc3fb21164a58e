import { useCallback } from "react";
import { type AnyVariables, createRequest, type UseQueryArgs, useQuery } from "urql";

/**
 * A query's answer as pages need it. After other variables the former answer stays until theirs is there: `current` says
 * whether `data` answers what is asked now. `retry` asks the server again, past the cache.
 */
export function useAnswer<Data, Variables extends AnyVariables>(query: UseQueryArgs<Variables, Data>) {
  const [{ data, error, fetching, stale, operation }, execute] = useQuery<Data, Variables>(query);
  const retry = useCallback(() => execute({ requestPolicy: "network-only" }), [execute]);
  const current = operation?.key === createRequest(query.query, query.variables as Variables).key;
  // When everything that was asked for failed, the cache's data is null, whatever its type says.
  return { data: data ?? undefined, current, error, fetching, stale, retry };
}
