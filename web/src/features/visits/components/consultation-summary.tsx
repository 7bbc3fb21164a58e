import { useId } from "react";
import type { VisitDetailsQuery } from "../../../graphql/graphql.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { summaryTexts } from "../summary.schema.ts";
import styles from "./consultation-summary.module.css";

type Consultation = NonNullable<NonNullable<VisitDetailsQuery["appointment"]>["consultation"]>;

/** What was found and decided in a visit. What it has nothing to say of is left out. */
export function ConsultationSummary({ summary }: { summary: NonNullable<Consultation["summary"]> }) {
  const { t } = useTranslation();
  const heading = useId();
  const prescriptions = useId();
  const texts = summaryTexts.flatMap((name) => {
    const text = summary[name];
    return text === null ? [] : [{ name, text }];
  });
  return (
    <section aria-labelledby={heading} className={styles.summary}>
      <h3 id={heading} className={styles.title}>
        {t("visits.summary")}
      </h3>
      <dl className={styles.texts}>
        {texts.map(({ name, text }) => (
          <div key={name}>
            <dt>{t(`visits.${name}`)}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {summary.prescriptions.length > 0 && (
        <>
          <h4 id={prescriptions} className={styles.label}>
            {t("visits.prescriptions")}
          </h4>
          <ul aria-labelledby={prescriptions} className={styles.prescriptions}>
            {summary.prescriptions.map(({ medication, dosage, instructions }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a summary is never changed, and the same may be prescribed twice
              <li key={index}>
                <strong>{medication}</strong>
                <span>{dosage}</span>
                {instructions !== null && <small>{instructions}</small>}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
