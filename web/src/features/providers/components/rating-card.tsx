import { IconStarFilled } from "@tabler/icons-react";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { Card } from "../../../ui/layout/card.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import styles from "./rating-card.module.css";

interface RatingCardProps {
  readonly average: number | null;
  readonly count: number;
  readonly distribution: readonly { readonly score: number; readonly count: number }[];
}

/** What patients think of a provider. */
export function RatingCard({ average, count, distribution }: RatingCardProps) {
  const { t } = useTranslation("directory");
  const format = useFormat();
  const most = Math.max(1, ...distribution.map((one) => one.count));
  return (
    <Card
      title={t("profile.rating")}
      subtitle={
        average === null
          ? undefined
          : t("profile.ratingOf", { count, average: format.number(Math.round(average * 10) / 10) })
      }
    >
      {average === null ? (
        <EmptyState text={t("profile.noRatings")} />
      ) : (
        <table className={styles.table}>
          <caption className="visually-hidden">{t("profile.ratingTable")}</caption>
          <thead className="visually-hidden">
            <tr>
              <th scope="col">{t("profile.score")}</th>
              <th scope="col">{t("profile.ratings")}</th>
            </tr>
          </thead>
          <tbody>
            {[...distribution].reverse().map(({ score, count: ofScore }) => (
              <tr key={score}>
                <th scope="row">
                  {format.number(score)} <IconStarFilled size={12} aria-hidden />
                </th>
                <td>
                  <span aria-hidden className={styles.bar}>
                    <span style={{ inlineSize: `${(100 * ofScore) / most}%` }} />
                  </span>
                  {format.number(ofScore)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}
