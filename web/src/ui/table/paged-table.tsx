import { Button, Loader } from "@mantine/core";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { Pages } from "../../lib/graphql/use-pages.ts";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import { ErrorState } from "../state/error-state.tsx";
import { DataTable, type DataTableProps, rowHeight, useCompactTables } from "./data-table.tsx";
import styles from "./paged-table.module.css";

interface PagedTableProps<Row>
  extends Omit<DataTableProps<Row>, "rows" | "window" | "loading" | "refreshing" | "totalCount"> {
  readonly pages: Pages<Row>;
  readonly empty: ReactNode;
}

/** A list of any length: rows come page by page as one scrolls, and only those on the screen are in the document. */
export function PagedTable<Row>({ pages, empty, ...table }: PagedTableProps<Row>) {
  const { t } = useTranslation();
  const compact = useCompactTables();
  const list = useRef<HTMLDivElement>(null);
  const [scrollMargin, setScrollMargin] = useState(0);
  const { rows, hasMore, loadingMore, loadMore, failed, onShown } = pages;

  // What stands above may grow, as another list does when it is there.
  useLayoutEffect(() => {
    const box = list.current?.getBoundingClientRect();
    setScrollMargin(Math.round((box?.top ?? 0) + window.scrollY));
  });

  const height = compact ? rowHeight.compact : rowHeight.table;
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => height,
    overscan: 6,
    scrollMargin,
  });
  const items = virtualizer.getVirtualItems();
  const start = items[0]?.index ?? 0;
  const end = (items.at(-1)?.index ?? -1) + 1;

  useEffect(() => {
    if (hasMore && !loadingMore && !failed && rows.length > 0 && end >= rows.length - 8) {
      loadMore();
    }
  }, [hasMore, loadingMore, failed, rows.length, end, loadMore]);
  useEffect(() => onShown(start, end), [onShown, start, end]);

  if (failed && rows.length === 0) {
    return <ErrorState onRetry={pages.retry} />;
  }
  if (!pages.loading && rows.length === 0) {
    return empty;
  }
  return (
    <div ref={list}>
      <DataTable
        {...table}
        rows={rows}
        loading={pages.loading}
        refreshing={pages.refreshing}
        totalCount={pages.totalCount}
        window={{ start, end, before: start * height, after: (rows.length - end) * height }}
      />
      <div className={styles.foot} role="status">
        {loadingMore && (
          <>
            <Loader size={16} aria-hidden /> {t("common.loadingMore")}
          </>
        )}
        {failed && (
          <Button variant="default" size="xs" onClick={pages.retry}>
            {t("common.retry")}
          </Button>
        )}
      </div>
    </div>
  );
}
