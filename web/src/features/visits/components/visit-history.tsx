import { useId } from "react";
import type { VisitDetailsQuery } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import styles from "./visit-history.module.css";

type Visit = NonNullable<VisitDetailsQuery["appointment"]>;

/** What became of a visit, step by step: when, by itself or by somebody, and why in their words. */
export function VisitHistory({ steps }: { steps: NonNullable<Visit["statusHistory"]> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const heading = useId();
  return (
    <section aria-labelledby={heading} className={styles.history}>
      <h3 id={heading} className={styles.title}>
        {t("visits.history")}
      </h3>
      <ol className={styles.steps}>
        {steps.map(({ id, cause, changedAt, reason, automatic }) => (
          <li key={id}>
            <strong>{t(`visits.causes.${cause}`)}</strong>
            <time dateTime={changedAt}>
              {format.day(changedAt, { day: "numeric", month: "short", year: "numeric" })}, {format.time(changedAt)}
              {automatic && ` · ${t("visits.automatic")}`}
            </time>
            {reason !== null && <p>{reason}</p>}
          </li>
        ))}
      </ol>
    </section>
  );
}
