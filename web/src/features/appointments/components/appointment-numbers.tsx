import { Skeleton } from "@mantine/core";
import { type AppointmentFilter, AppointmentNumbersDocument } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useLiveRefresh } from "../../../lib/live/live.ts";
import { SmallError } from "../../../ui/state/small-error.tsx";
import styles from "./appointment-numbers.module.css";

const numbers = ["total", "upcoming", "cancelled"] as const;

/** How many visits a list has, and how many of them are to come and were called off. */
export function AppointmentNumbers({ filter }: { filter: AppointmentFilter }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, current, fetching, retry } = useAnswer({
    query: AppointmentNumbersDocument,
    variables: { filter },
    requestPolicy: "cache-and-network",
  });
  useLiveRefresh(retry);
  const summary = current ? data?.appointmentSummary : undefined;
  if (!summary && current && !fetching) {
    return (
      <div className={styles.numbers}>
        <SmallError onRetry={retry} />
      </div>
    );
  }
  return (
    <dl className={styles.numbers} aria-label={t("appointmentList.numbers")}>
      {numbers.map((name) => (
        <div key={name} className={styles.number}>
          <dt>{t(`appointmentList.${name}`)}</dt>
          <dd>{summary ? format.number(summary[name]) : <Skeleton height={22} width={36} my={3} />}</dd>
        </div>
      ))}
    </dl>
  );
}
