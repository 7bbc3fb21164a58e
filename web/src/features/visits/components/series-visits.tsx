import { useId } from "react";
import type { VisitDetailsQuery } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { AppointmentStatusBadge } from "../../../ui/status/status-badge.tsx";
import styles from "./series-visits.module.css";

type Series = NonNullable<NonNullable<VisitDetailsQuery["appointment"]>["series"]>;

interface SeriesVisitsProps {
  readonly visits: NonNullable<Series["appointments"]>;
  /** The one that the dialog is about. */
  readonly shown: string;
}

/** The visits that were booked together with this one, and what became of each. */
export function SeriesVisits({ visits, shown }: SeriesVisitsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const heading = useId();
  const place = visits.findIndex(({ id }) => id === shown) + 1;
  return (
    <section aria-labelledby={heading} className={styles.series}>
      <h3 id={heading} className={styles.title}>
        {t("visits.series")}
        {place > 0 && <small>{t("visits.seriesPlace", { number: place, count: visits.length })}</small>}
      </h3>
      <ol className={styles.visits}>
        {visits.map(({ id, startsAt, status }) => (
          <li key={id} aria-current={id === shown ? "true" : undefined}>
            <time dateTime={startsAt}>
              {format.day(startsAt, { weekday: "short", day: "numeric", month: "short", year: "numeric" })},{" "}
              {format.time(startsAt)}
            </time>
            <AppointmentStatusBadge status={status} />
          </li>
        ))}
      </ol>
    </section>
  );
}
