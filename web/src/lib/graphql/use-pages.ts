import type { TypedDocumentNode } from "@urql/core";
import { useCallback, useEffect, useRef, useState } from "react";
import { useClient } from "urql";
import { useEntryMemory } from "../entry-memory.ts";
import { useAnswer } from "./use-answer.ts";

export interface Page<Row> {
  readonly totalCount: number;
  readonly nodes: readonly Row[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

interface PageVariables {
  first: number;
  after?: string | null | undefined;
}

export interface Pages<Row> {
  readonly rows: readonly Row[];
  readonly totalCount: number | null;
  /** The rows answer what is asked now. */
  readonly current: boolean;
  /** Nothing to show yet. */
  readonly loading: boolean;
  /** Rows of the previous question are still shown while the answer to the new one is on its way. */
  readonly refreshing: boolean;
  readonly loadingMore: boolean;
  readonly hasMore: boolean;
  /** The first page, or the next one, could not be had. */
  readonly failed: boolean;
  readonly loadMore: () => void;
  readonly retry: () => void;
  /** Reads again what was read, without anything to be seen of it but the changes. */
  readonly refresh: () => void;
}

interface Tail<Row> {
  readonly key: string;
  readonly pages: readonly Page<Row>[];
  readonly loading: boolean;
  readonly failed: boolean;
}

interface Kept<Row> {
  readonly query: unknown;
  readonly pages: readonly Page<Row>[];
}

const pageSize = 40;
// Who has scrolled further than this reads on with the pages as they were.
const pagesToRefresh = 10;

/**
 * A connection read page by page as the reader scrolls. `select` takes the connection out of the answer. Whoever comes
 * back to the page finds as many rows as before, which are then read again.
 */
export function usePages<Data, Variables extends PageVariables, Row extends { readonly id: string }>(
  query: TypedDocumentNode<Data, Variables>,
  variables: Omit<Variables, "first" | "after">,
  select: (data: Data) => Page<Row> | null,
): Pages<Row> {
  const client = useClient();
  const key = JSON.stringify(variables);
  const first = useAnswer<Data, Variables>({
    query,
    variables: { ...variables, first: pageSize } as Variables,
    requestPolicy: "cache-and-network",
  });
  const memory = useEntryMemory<Kept<Row>>(key);
  const [returned] = useState(() => {
    const kept = memory.recall();
    return kept?.query === query ? kept.pages : [];
  });
  const empty: Tail<Row> = { key, pages: [], loading: false, failed: false };
  const [stored, setTail] = useState<Tail<Row>>({ ...empty, pages: returned });
  const tail = stored.key === key ? stored : empty;
  useEffect(() => memory.keep({ query, pages: tail.pages }), [memory, query, tail.pages]);
  const busy = useRef<string | null>(null);
  const [quiet, setQuiet] = useState(false);

  const head = first.data === undefined ? null : select(first.data);
  // What the cache has of it may be the rest of the answer alone: then the rows are on their way.
  const asking = first.fetching || first.stale;
  const pages = head === null ? [] : [head, ...tail.pages];
  const last = pages.at(-1);
  // While another question is being answered, the last cursor still belongs to the one before.
  const hasMore = !first.fetching && (last?.pageInfo.hasNextPage ?? false);
  const after = last?.pageInfo.endCursor;

  const loadMore = useCallback(() => {
    const request = `${key} ${after}`;
    if (!hasMore || after === null || after === undefined || busy.current === request) {
      return;
    }
    busy.current = request;
    setTail({ ...tail, loading: true, failed: false });
    void client
      .query(query, { ...variables, first: pageSize, after } as Variables)
      .toPromise()
      .then((result) => {
        const page = result.data ? select(result.data) : null;
        setTail((current) => {
          if (current.key !== key) {
            return current;
          }
          return page === null
            ? { ...current, loading: false, failed: true }
            : { key, pages: [...current.pages, page], loading: false, failed: false };
        });
      })
      .finally(() => {
        busy.current = null;
      });
  }, [client, query, variables, select, key, after, hasMore, tail]);

  // Each page begins where the one before it ends now, so they are read one after the other.
  async function refreshAll(): Promise<void> {
    let cursor: string | null = null;
    const fresh: Page<Row>[] = [];
    const wanted = Math.min(1 + tail.pages.length, pagesToRefresh);
    for (let index = 0; index < wanted; index += 1) {
      const { data }: { data?: Data | undefined } = await client.query<Data, Variables>(
        query,
        { ...variables, first: pageSize, ...(cursor === null ? {} : { after: cursor }) } as Variables,
        { requestPolicy: "network-only" },
      );
      const page: Page<Row> | null = data ? select(data) : null;
      if (page === null) {
        return;
      }
      fresh.push(page);
      cursor = page.pageInfo.endCursor;
      if (!page.pageInfo.hasNextPage || cursor === null) {
        break;
      }
    }
    setTail((current) =>
      current.key === key ? { ...current, pages: [...fresh.slice(1), ...current.pages.slice(wanted - 1)] } : current,
    );
  }

  function refresh(): void {
    setQuiet(true);
    void refreshAll().finally(() => setQuiet(false));
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, for whoever comes back
  useEffect(() => {
    if (returned.length > 0) {
      refresh();
    }
  }, []);

  return {
    rows: withoutRepeats(pages.flatMap((page) => page.nodes)),
    totalCount: head?.totalCount ?? null,
    current: first.current,
    loading: head === null && asking,
    refreshing: head !== null && !quiet && asking,
    loadingMore: tail.loading,
    hasMore,
    failed: head === null ? !asking : tail.failed,
    loadMore,
    retry: () => {
      if (head === null) {
        first.retry();
      } else {
        setTail({ ...tail, failed: false });
        loadMore();
      }
    },
    refresh,
  };
}

// Between the moments at which two pages were read, rows may have moved from one to the other.
function withoutRepeats<Row extends { readonly id: string }>(rows: readonly Row[]): readonly Row[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}
