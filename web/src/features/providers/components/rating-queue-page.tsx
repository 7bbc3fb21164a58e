import { Button, SegmentedControl } from "@mantine/core";
import { IconStar, IconStarFilled } from "@tabler/icons-react";
import { useCallback } from "react";
import { useSearchParams } from "react-router";
import {
  RatingListDocument,
  type RatingListQuery,
  type RatingRowFragment,
  RatingStatus,
} from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { usePages } from "../../../lib/graphql/use-pages.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useReturnRefresh } from "../../../lib/live/use-return-refresh.ts";
import { withParameter } from "../../../lib/search-parameter.ts";
import { useLazyDialog } from "../../../ui/dialog/use-lazy-dialog.tsx";
import { PageHeader } from "../../../ui/layout/page-header.tsx";
import { Sheet } from "../../../ui/layout/sheet.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { ErrorState } from "../../../ui/state/error-state.tsx";
import { RowsSkeleton } from "../../../ui/state/rows-skeleton.tsx";
import { Badge, type Tone } from "../../../ui/status/badge.tsx";
import { FilterBar } from "../../../ui/table/filter-bar.tsx";
import { LoadMore } from "../../../ui/table/load-more.tsx";
import { DirectoryTabs } from "./directory-tabs.tsx";
import type { ModerationRequest } from "./moderation-dialog.tsx";
import styles from "./rating-queue-page.module.css";

const selectRatings = (data: RatingListQuery) => data.ratings;
const statuses = Object.values(RatingStatus);
const loadDialog = async () => (await import("./moderation-dialog.tsx")).ModerationDialog;

const tones = {
  PENDING: "amber",
  PUBLISHED: "green",
  REJECTED: "red",
  WITHDRAWN: "grey",
} as const satisfies Record<RatingStatus, Tone>;

/** What patients say of providers: what waits to be read, and what was decided. */
export function RatingQueuePage() {
  const { t } = useTranslation("directory");
  const { t: common } = useTranslation();
  const [parameters, setParameters] = useSearchParams();
  const status = statuses.find((name) => name === parameters.get("status")) ?? "PENDING";
  const pages = usePages(
    RatingListDocument,
    { filter: { status: [status] }, orderBy: status === "PENDING" ? "RATED_AT_ASC" : "RATED_AT_DESC" },
    selectRatings,
  );
  useReturnRefresh(pages.refresh);
  // What was decided is not decided about as if it waited.
  const loading = pages.loading || !pages.current;
  const { show, dialog } = useLazyDialog<ModerationRequest>(loadDialog);
  const setStatus = useCallback(
    (value: string) =>
      setParameters((before) => withParameter(before, "status", value === "PENDING" ? null : value), { replace: true }),
    [setParameters],
  );

  return (
    <>
      <PageHeader
        title={t("ratings.title")}
        subtitle={pages.totalCount === null ? " " : t("ratings.count", { count: pages.totalCount })}
      />
      <DirectoryTabs />
      <FilterBar label={t("ratings.title")}>
        <div className={styles.tabs}>
          <SegmentedControl
            aria-label={t("ratings.status")}
            value={status}
            onChange={setStatus}
            data={statuses.map((name) => ({ value: name, label: t(`ratings.statuses.${name}`) }))}
          />
        </div>
      </FilterBar>
      <Sheet>
        {pages.failed && pages.rows.length === 0 ? (
          <ErrorState onRetry={pages.retry} />
        ) : loading ? (
          <div role="status" aria-label={common("common.loading")}>
            <RowsSkeleton rows={5} />
          </div>
        ) : pages.rows.length === 0 ? (
          status === "PENDING" ? (
            <EmptyState icon={IconStar} title={t("ratings.emptyTitle")} text={t("ratings.emptyText")} />
          ) : (
            <EmptyState icon={IconStar} title={t("ratings.emptyOther")} text={t("ratings.emptyText")} />
          )
        ) : (
          <>
            <ul className={styles.ratings}>
              {pages.rows.map((rating) => (
                <RatingEntry
                  key={rating.id}
                  rating={rating}
                  onDecide={(decision) => show({ decision, rating, onDone: pages.refresh })}
                />
              ))}
            </ul>
            <LoadMore pages={pages} />
          </>
        )}
      </Sheet>
      {dialog}
    </>
  );
}

interface RatingEntryProps {
  readonly rating: RatingRowFragment;
  readonly onDecide: (decision: ModerationRequest["decision"]) => void;
}

function RatingEntry({ rating, onDecide }: RatingEntryProps) {
  const { t } = useTranslation("directory");
  const { t: common } = useTranslation();
  const format = useFormat();
  const { score, feedback, anonymous, status, rejectionReason, ratedAt, provider, patient } = rating;
  const about = t("ratings.about", { name: provider?.fullName ?? common("person.hidden") });
  return (
    <li className={styles.rating}>
      <div className={styles.head}>
        <Stars score={score} />
        <strong>{about}</strong>
        <span className={styles.detail}>
          {[
            anonymous || patient === null
              ? t("ratings.anonymous")
              : t("ratings.by", { name: patient.fullName ?? common("person.hidden") }),
            format.day(ratedAt),
          ].join(" · ")}
        </span>
        <Badge tone={tones[status]} label={t(`ratings.statuses.${status}`)} />
      </div>
      <p className={feedback === null ? styles.none : styles.text}>{feedback ?? t("ratings.noText")}</p>
      {rejectionReason !== null && (
        <p className={styles.detail}>{t("ratings.rejected", { reason: rejectionReason })}</p>
      )}
      {status !== "WITHDRAWN" && (
        <div className={styles.buttons}>
          {status !== "PUBLISHED" && (
            <Button size="xs" aria-label={`${t("ratings.publish")}: ${about}`} onClick={() => onDecide("PUBLISH")}>
              {t("ratings.publish")}
            </Button>
          )}
          {status !== "REJECTED" && (
            <Button
              size="xs"
              variant="default"
              aria-label={`${t("ratings.reject")}: ${about}`}
              onClick={() => onDecide("REJECT")}
            >
              {t("ratings.reject")}
            </Button>
          )}
        </div>
      )}
    </li>
  );
}

function Stars({ score }: { readonly score: number }) {
  const { t } = useTranslation("directory");
  return (
    <span role="img" aria-label={t("ratings.stars", { score })} className={styles.stars}>
      {[1, 2, 3, 4, 5].map((star) =>
        star <= score ? <IconStarFilled key={star} size={16} /> : <IconStar key={star} size={16} stroke={1.6} />,
      )}
    </span>
  );
}
