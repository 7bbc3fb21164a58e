import type { ReconciliationRunFragment } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import type { Pages } from "../../../lib/graphql/use-pages.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { Card } from "../../../ui/layout/card.tsx";
import { Badge } from "../../../ui/status/badge.tsx";
import { LoadMore } from "../../../ui/table/load-more.tsx";
import { standingOf } from "../reconciliation.ts";
import styles from "./reconciliation.module.css";

interface ReconciliationRunsProps {
  readonly pages: Pages<ReconciliationRunFragment>;
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
}

/** The comparisons of before, to be looked at again. */
export function ReconciliationRuns({ pages, chosen, onChoose }: ReconciliationRunsProps) {
  const { t } = useTranslation("bookkeeping");
  const format = useFormat();
  return (
    <Card title={t("reconciliation.runs")} subtitle={t("reconciliation.runsKept")} flush>
      <ul aria-label={t("reconciliation.runs")} className={styles.runs}>
        {pages.rows.map((run) => (
          <li key={run.id}>
            <button
              type="button"
              className={styles.choice}
              aria-current={run.id === chosen ? "true" : undefined}
              onClick={() => onChoose(run.id)}
            >
              <span>
                {run.startedAt === null
                  ? t("reconciliation.standing.now")
                  : t("reconciliation.at", { day: format.day(run.startedAt), time: format.time(run.startedAt) })}
              </span>
              <Badge {...standingOf(run, t)} />
            </button>
          </li>
        ))}
      </ul>
      {(pages.hasMore || pages.failed) && <LoadMore pages={pages} />}
    </Card>
  );
}
