import { useEffect, useRef } from "react";
import { ReconciliationListDocument, type ReconciliationListQuery } from "../../graphql/graphql.ts";
import { usePages } from "../../lib/graphql/use-pages.ts";
import { useReturnRefresh } from "../../lib/live/use-return-refresh.ts";
import { isUnderWay } from "./reconciliation.ts";

// No subscription tells of them: while one goes on they are read again.
const everyMilliseconds = 2_000;
const nothing = {};
const selectRuns = (data: ReconciliationListQuery) => data.reconciliations;

/** The comparisons, the latest first, and how far the one is that goes on. */
export function useReconciliations() {
  const pages = usePages(ReconciliationListDocument, nothing, selectRuns);
  useReturnRefresh(pages.refresh);
  const underWay = pages.rows.some(isUnderWay);
  const { refresh } = pages;
  const latest = useRef(refresh);
  useEffect(() => {
    latest.current = refresh;
  }, [refresh]);
  useEffect(() => {
    if (!underWay) {
      return;
    }
    const timer = setInterval(() => latest.current(), everyMilliseconds);
    return () => clearInterval(timer);
  }, [underWay]);
  return { pages, underWay };
}
