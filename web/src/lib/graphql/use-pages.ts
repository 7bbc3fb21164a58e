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
  /**
   * Reads again what is shown, without anything to be seen of it but the changes. What was read besides is read again
   * when it is shown.
   */
  readonly refresh: () => void;
  /** Says which rows are shown, from `start` to before `end`, in a list that does not show all. */
  readonly onShown: (start: number, end: number) => void;
}

interface Shown {
  readonly start: number;
  readonly end: number;
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
// Of a list that does not say which rows it shows.
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
  const reading = useRef(false);
  const wanted = useRef(false);
  const shown = useRef<Shown | null>(null);
  const outdated = useRef<{ readonly key: string; readonly places: ReadonlySet<number> }>({ key, places: new Set() });

  const head = first.data === undefined ? null : select(first.data);
  // What the cache has of it may be the rest of the answer alone: then the rows are on their way.
  const asking = first.fetching || first.stale;
  const pages = head === null ? [] : [head, ...tail.pages];
  const latestPages = useRef(pages);
  useEffect(() => {
    latestPages.current = pages;
  });
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
  async function refreshShown(): Promise<void> {
    const [from, to] = placesOf(pages, shown.current);
    let cursor = pages[from - 1]?.pageInfo.endCursor ?? null;
    const fresh: Page<Row>[] = [];
    for (let index = from; index <= to; index += 1) {
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
    const others = pages.map((_, index) => index).filter((index) => index < from || index > to);
    outdated.current = { key, places: new Set(others) };
    // Where what is read ends elsewhere than before, what is below would miss rows: it is read when it is scrolled to.
    const goesOn = fresh.at(-1)?.nodes.at(-1)?.id === pages[to]?.nodes.at(-1)?.id;
    setTail((current) =>
      current.key === key
        ? {
            ...current,
            pages: [
              ...current.pages.slice(0, Math.max(0, from - 1)),
              ...(from === 0 ? fresh.slice(1) : fresh),
              ...(goesOn ? current.pages.slice(to) : []),
            ],
          }
        : current,
    );
  }
  const refreshLatest = useRef(refreshShown);
  useEffect(() => {
    refreshLatest.current = refreshShown;
  });

  // Who asks while it is read is answered by reading once more.
  const refresh = useCallback(async () => {
    wanted.current = true;
    if (reading.current) {
      return;
    }
    reading.current = true;
    setQuiet(true);
    try {
      while (wanted.current) {
        wanted.current = false;
        await refreshLatest.current();
      }
    } finally {
      reading.current = false;
      setQuiet(false);
    }
  }, []);

  const place = useRef("");
  const onShown = useCallback(
    (start: number, end: number) => {
      shown.current = { start, end };
      const [from, to] = placesOf(latestPages.current, shown.current);
      const now = `${key} ${from} ${to}`;
      if (now !== place.current) {
        place.current = now;
        const { places } = outdated.current;
        if (outdated.current.key === key && [from, to].some((index) => places.has(index))) {
          void refresh();
        }
      }
    },
    [key, refresh],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, for whoever comes back
  useEffect(() => {
    if (returned.length > 0) {
      void refresh();
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
    refresh: () => void refresh(),
    onShown,
  };
}

/** The first and the last page of which a row is shown; where nobody says what is shown, of those that are read again. */
function placesOf<Row>(pages: readonly Page<Row>[], shown: Shown | null): readonly [number, number] {
  if (shown === null) {
    return [0, Math.max(0, Math.min(pages.length, pagesToRefresh) - 1)];
  }
  const placeOf = (row: number) => {
    let rows = 0;
    const place = pages.findIndex(({ nodes }) => {
      rows += nodes.length;
      return row < rows;
    });
    return place === -1 ? Math.max(0, pages.length - 1) : place;
  };
  return [placeOf(shown.start), placeOf(Math.max(shown.start, shown.end - 1))];
}

// Between the moments at which two pages were read, rows may have moved from one to the other.
function withoutRepeats<Row extends { readonly id: string }>(rows: readonly Row[]): readonly Row[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}
