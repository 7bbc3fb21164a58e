import type { TypedDocumentNode } from "@urql/core";
import { useCallback, useRef, useState } from "react";
import { type CombinedError, useClient, useQuery } from "urql";

export interface Page<Row> {
  readonly totalCount: number;
  readonly nodes: readonly Row[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

interface PageVariables {
  first: number;
  after?: string | null;
}

export interface Pages<Row> {
  readonly rows: readonly Row[];
  readonly totalCount: number | null;
  /** Nothing to show yet. */
  readonly loading: boolean;
  /** Rows of the previous question are still shown while the answer to the new one is on its way. */
  readonly refreshing: boolean;
  readonly loadingMore: boolean;
  readonly hasMore: boolean;
  readonly error: CombinedError | undefined;
  readonly loadMore: () => void;
  readonly retry: () => void;
}

interface Tail<Row> {
  readonly key: string;
  readonly pages: readonly Page<Row>[];
  readonly loading: boolean;
  readonly error: CombinedError | undefined;
}

const pageSize = 40;

/** A connection read page by page as the reader scrolls. `select` takes the connection out of the answer. */
export function usePages<Data, Variables extends PageVariables, Row>(
  query: TypedDocumentNode<Data, Variables>,
  variables: Omit<Variables, "first" | "after">,
  select: (data: Data) => Page<Row> | null,
): Pages<Row> {
  const client = useClient();
  const key = JSON.stringify(variables);
  const [first, execute] = useQuery<Data, Variables>({
    query,
    variables: { ...variables, first: pageSize } as Variables,
    requestPolicy: "cache-and-network",
  });
  const empty: Tail<Row> = { key, pages: [], loading: false, error: undefined };
  const [stored, setTail] = useState<Tail<Row>>(empty);
  const tail = stored.key === key ? stored : empty;
  const busy = useRef<string | null>(null);

  const head = first.data === undefined ? null : select(first.data);
  const pages = head === null ? [] : [head, ...tail.pages];
  const last = pages.at(-1);
  const hasMore = last?.pageInfo.hasNextPage ?? false;
  const after = last?.pageInfo.endCursor;

  const loadMore = useCallback(() => {
    const request = `${key} ${after}`;
    if (!hasMore || after === null || after === undefined || busy.current === request) {
      return;
    }
    busy.current = request;
    setTail({ ...tail, loading: true, error: undefined });
    void client
      .query(query, { ...variables, first: pageSize, after } as Variables)
      .toPromise()
      .then((result) => {
        const page = result.data === undefined ? null : select(result.data);
        setTail((current) => {
          if (current.key !== key) {
            return current;
          }
          return page === null
            ? { ...current, loading: false, error: result.error }
            : { key, pages: [...current.pages, page], loading: false, error: undefined };
        });
      })
      .finally(() => {
        busy.current = null;
      });
  }, [client, query, variables, select, key, after, hasMore, tail]);

  return {
    rows: pages.flatMap((page) => page.nodes),
    totalCount: head?.totalCount ?? null,
    loading: head === null && first.fetching,
    refreshing: head !== null && (first.fetching || first.stale),
    loadingMore: tail.loading,
    hasMore,
    error: head === null && !first.fetching ? first.error : tail.error,
    loadMore,
    retry: () => {
      if (head === null) {
        execute({ requestPolicy: "network-only" });
      } else {
        setTail({ ...tail, error: undefined });
        loadMore();
      }
    },
  };
}
