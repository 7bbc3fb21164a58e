import { useCallback } from "react";
import { type AnyVariables, type UseQueryArgs, useQuery } from "urql";

/** A query's answer as pages need it. `retry` asks the server again, past the cache. */
export function useAnswer<Data, Variables extends AnyVariables>(query: UseQueryArgs<Variables, Data>) {
  const [{ data, error, fetching, stale }, execute] = useQuery<Data, Variables>(query);
  const retry = useCallback(() => execute({ requestPolicy: "network-only" }), [execute]);
  // When everything that was asked for failed, the cache's data is null, whatever its type says.
  return { data: data ?? undefined, error, fetching, stale, retry };
}
