import { SegmentedControl, Skeleton, TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { ProviderFreeTimesDocument, type VisitType } from "../../../graphql/graphql.ts";
import { addDays } from "../../../lib/format/calendar-date.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { dayInZone, formatTime, startOfDay } from "../../../lib/format/zoned-time.ts";
import { failureOf } from "../../../lib/graphql/failure.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useLiveRefresh } from "../../../lib/live/live.ts";
import { Card } from "../../../ui/layout/card.tsx";
import { ErrorState } from "../../../ui/state/error-state.tsx";
import { visitTypes } from "../week-hours.ts";
import styles from "./availability-page.module.css";

interface FreeTimesCardProps {
  readonly providerId: string;
  readonly timeZone: string;
  /** Another one when the hours were saved: what is free is asked for again. */
  readonly version: number;
}

/** What can be booked with a provider, by kind of visit: what came of their hours. */
export function FreeTimesCard({ providerId, timeZone, version }: FreeTimesCardProps) {
  const { t } = useTranslation("directory");
  const { t: common } = useTranslation();
  const format = useFormat();
  const [visitType, setVisitType] = useState<VisitType>("IN_PERSON");
  const [day, setDay] = useState(() => addDays(dayInZone(new Date(), timeZone), 1));
  const { data, current, error, fetching, retry } = useAnswer({
    query: ProviderFreeTimesDocument,
    variables: {
      input: {
        providerId,
        visitType,
        timeZone,
        from: startOfDay(day, timeZone).toISOString(),
        to: startOfDay(addDays(day, 1), timeZone).toISOString(),
        first: 100,
      },
    },
    requestPolicy: "cache-and-network",
  });
  useLiveRefresh(retry);
  const seen = useRef(version);
  useEffect(() => {
    if (seen.current !== version) {
      seen.current = version;
      retry();
    }
  }, [version, retry]);
  const slots = current ? data?.availableSlots : undefined;
  return (
    <Card title={t("availability.free")} subtitle={t("availability.freeText")}>
      <div className={styles.freeFields}>
        <SegmentedControl
          aria-label={common("booking.visitType")}
          value={visitType}
          onChange={(value) => setVisitType(visitTypes.find((name) => name === value) ?? visitType)}
          data={visitTypes.map((name) => ({ value: name, label: common(`appointments.visits.${name}`) }))}
        />
        <TextInput
          type="date"
          aria-label={t("availability.freeDay")}
          value={day}
          onChange={(event) => event.currentTarget.value !== "" && setDay(event.currentTarget.value)}
        />
      </div>
      {slots === undefined && fetching ? (
        <Skeleton height={72} radius={8} />
      ) : !slots && failureOf(error, "availableSlots") !== null ? (
        <ErrorState quiet onRetry={retry} />
      ) : (slots?.length ?? 0) === 0 ? (
        <p className={styles.none}>{t("availability.freeEmpty")}</p>
      ) : (
        <ul className={styles.slots}>
          {slots?.map(({ startsAt }) => (
            <li key={startsAt}>{formatTime(startsAt, timeZone, format.locale)}</li>
          ))}
        </ul>
      )}
    </Card>
  );
}
