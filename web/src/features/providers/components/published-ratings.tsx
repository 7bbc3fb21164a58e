import { Skeleton } from "@mantine/core";
import { IconStarFilled } from "@tabler/icons-react";
import { ProviderRatingsDocument, type ProviderRatingsQuery } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { usePages } from "../../../lib/graphql/use-pages.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { Card } from "../../../ui/layout/card.tsx";
import { Entries, Entry } from "../../../ui/layout/entries.tsx";
import { ErrorState } from "../../../ui/state/error-state.tsx";
import { MoreButton } from "../../../ui/table/more-button.tsx";
import styles from "./rating-card.module.css";

const selectRatings = (data: ProviderRatingsQuery) => data.provider?.ratings ?? null;

/** What patients said of a provider, as far as it was published; nobody is told who. */
export function PublishedRatings({ providerId }: { readonly providerId: string }) {
  const { t } = useTranslation("directory");
  const { t: common } = useTranslation();
  const format = useFormat();
  const pages = usePages(ProviderRatingsDocument, { id: providerId }, selectRatings);
  return (
    <Card title={t("profile.published")} flush>
      {pages.loading || !pages.current ? (
        <div role="status" aria-label={common("common.loading")}>
          <Skeleton height={56} />
        </div>
      ) : pages.failed && pages.rows.length === 0 ? (
        <ErrorState onRetry={pages.retry} />
      ) : (
        <>
          <Entries label={t("profile.published")}>
            {pages.rows.map(({ id, score, feedback, ratedOn }) => (
              <Entry
                key={id}
                title={
                  <>
                    {t("profile.scoreOf", { score: format.number(score) })} <IconStarFilled size={12} aria-hidden />
                  </>
                }
                detail={format.date(ratedOn)}
              >
                {feedback !== null && (
                  <p dir="auto" className={styles.words}>
                    {feedback}
                  </p>
                )}
              </Entry>
            ))}
          </Entries>
          <MoreButton pages={pages} />
        </>
      )}
    </Card>
  );
}
