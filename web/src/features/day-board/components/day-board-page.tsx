import { IconCalendarOff } from "@tabler/icons-react";
import { useEffect, useMemo } from "react";
import { useSearchParams } from "react-router";
import { DayBoardDocument, type DayBoardQuery } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { usePages } from "../../../lib/graphql/use-pages.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useLiveRefresh, useRecentChanges } from "../../../lib/live/live.ts";
import { withParameter } from "../../../lib/search-parameter.ts";
import { useNow } from "../../../lib/use-now.ts";
import { useViewer } from "../../../lib/viewer.ts";
import { NewAppointment } from "../../../ui/layout/new-appointment.tsx";
import { PageHeader } from "../../../ui/layout/page-header.tsx";
import { Sheet } from "../../../ui/layout/sheet.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { ErrorState } from "../../../ui/state/error-state.tsx";
import { RowsSkeleton } from "../../../ui/state/rows-skeleton.tsx";
import { type BoardState, boardPeriod, boardStates, countStates, lanesOf } from "../board.ts";
import styles from "./day-board.module.css";
import { LaneCard } from "./lane-card.tsx";

const selectVisits = (data: DayBoardQuery) => data.appointments;

/** Who is seen today, by whom, and how far each visit is: as it happens. */
export function DayBoardPage() {
  const { t } = useTranslation("board");
  const format = useFormat();
  const now = useNow();
  const recent = useRecentChanges();
  const { providerId } = useViewer();
  const [parameters, setParameters] = useSearchParams();
  const { from, to } = boardPeriod(now, format.timeZone);
  const period = useMemo(() => ({ from, to }), [from, to]);
  const pages = usePages(DayBoardDocument, period, selectVisits);
  useLiveRefresh(pages.refresh);
  const { hasMore, loadingMore, failed, loadMore } = pages;
  // At midnight another day begins.
  const loading = pages.loading || !pages.current;
  const nothing = failed && pages.rows.length === 0;
  // A board shows all of it.
  useEffect(() => {
    if (hasMore && !loadingMore && !failed) {
      loadMore();
    }
  }, [hasMore, loadingMore, failed, loadMore]);

  const only = boardStates.find((state) => state === parameters.get("state")) ?? null;
  const counts = countStates(pages.rows);
  const lanes = lanesOf(pages.rows, (state) => only === null || state === only, {
    own: providerId,
    locale: format.locale,
  });
  const choose = (state: BoardState) =>
    setParameters((before) => withParameter(before, "state", only === state ? null : state), { replace: true });

  return (
    <>
      <PageHeader
        title={t("title")}
        subtitle={t("subtitle", { day: format.day(now, { dateStyle: "full" }), zone: format.zone })}
        actions={<NewAppointment />}
      />
      <fieldset className={styles.states}>
        <legend className="visually-hidden">{t("filter")}</legend>
        {boardStates.map((state) => (
          <button
            key={state}
            type="button"
            className={styles.state}
            data-state={state}
            aria-pressed={only === state}
            onClick={() => choose(state)}
          >
            <span className={styles.count}>{loading || nothing ? "–" : format.number(counts[state])}</span>{" "}
            <span className={styles.word}>
              <span aria-hidden className={styles.dot} />
              {t(`states.${state}`)}
            </span>
          </button>
        ))}
      </fieldset>
      {loading ? (
        <BoardSkeleton />
      ) : nothing ? (
        <Sheet>
          <ErrorState onRetry={pages.retry} />
        </Sheet>
      ) : lanes.length === 0 ? (
        <Sheet>
          <EmptyState
            icon={IconCalendarOff}
            title={t(only === null ? "emptyTitle" : "noneTitle")}
            text={t(only === null ? "emptyText" : "noneText")}
          />
        </Sheet>
      ) : (
        <div className={styles.lanes}>
          {lanes.map((lane) => (
            <LaneCard key={lane.key} lane={lane} now={now} isChanged={(id) => recent.has(id)} />
          ))}
        </div>
      )}
    </>
  );
}

function BoardSkeleton() {
  const { t } = useTranslation();
  return (
    <div className={styles.lanes} role="status" aria-label={t("common.loading")}>
      {["a", "b", "c"].map((key) => (
        <Sheet key={key}>
          <RowsSkeleton rows={5} />
        </Sheet>
      ))}
    </div>
  );
}
