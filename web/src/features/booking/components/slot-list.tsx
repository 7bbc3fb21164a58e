import { Button, Select, Skeleton } from "@mantine/core";
import { useId } from "react";
import { addMonths, firstDayOf } from "../../../lib/format/calendar-date.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { ErrorState } from "../../../ui/state/error-state.tsx";
import type { FreeTime } from "../free-slots.ts";
import type { FreeTimes } from "../use-free-times.ts";
import styles from "./slot-list.module.css";

/** The time that was chosen, and with whom. */
export interface ChosenSlot {
  readonly startsAt: string;
  readonly endsAt: string;
  readonly providerId: string;
  /** The provider's, on whose wall a series is worked out; not told of a time that is not free. */
  readonly timeZone?: string;
}

interface SlotListProps {
  readonly free: FreeTimes;
  /** Whether it has to be said with whom a time is. */
  readonly named: boolean;
  readonly chosen: ChosenSlot | null;
  readonly onChoose: (slot: ChosenSlot) => void;
  readonly error: string | undefined;
  /** Instead of times, before it is known with whom. */
  readonly hint: string | null;
}

/** The free times of the day, to choose one. */
export function SlotList({ free, named, chosen, onChoose, error, hint }: SlotListProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const errorId = useId();
  const { times, day, month } = free;
  const at = times && [...times.morning, ...times.afternoon].find(({ startsAt }) => startsAt === chosen?.startsAt);
  const isEmpty = times !== null && times.morning.length + times.afternoon.length === 0;

  return (
    <fieldset className={styles.slots} aria-describedby={error === undefined ? undefined : errorId}>
      <legend className={styles.legend}>
        {day === null || hint !== null
          ? t("booking.time")
          : format.date(day, { weekday: "long", day: "numeric", month: "long" })}
      </legend>
      {error !== undefined && (
        <p id={errorId} role="alert" className={styles.error}>
          {error}
        </p>
      )}
      {hint !== null && <p className={styles.hint}>{hint}</p>}
      {hint === null && free.loading && <SlotSkeleton />}
      {hint === null && free.failed && !free.loading && <ErrorState quiet onRetry={free.refresh} />}
      {hint === null && !free.failed && free.monthIsFull && (
        <div className={styles.hint}>
          <p>{t("booking.monthFull", { month: format.date(firstDayOf(month), { month: "long" }) })}</p>
          <Button variant="default" size="xs" mt={10} onClick={() => free.setMonth(addMonths(month, 1))}>
            {t("booking.nextMonth")}
          </Button>
        </div>
      )}
      {hint === null && isEmpty && !free.monthIsFull && <p className={styles.hint}>{t("booking.dayFull")}</p>}
      {hint === null && times !== null && (
        <>
          {(["morning", "afternoon"] as const).map((half) => (
            <HalfDay key={half} title={t(`booking.${half}`)} times={times[half]} chosen={chosen} onChoose={onChoose} />
          ))}
          {named && at && at.providers.length > 1 && (
            <Select
              label={t("booking.with")}
              mt={12}
              allowDeselect={false}
              value={chosen?.providerId ?? null}
              onChange={(chosenId) => {
                const provider = at.providers.find(({ id }) => id === chosenId);
                if (provider !== undefined) {
                  onChoose(slotOf(at, provider));
                }
              }}
              data={at.providers.map(({ id, fullName }) => ({ value: id, label: fullName }))}
            />
          )}
          {named && at && at.providers.length === 1 && (
            <p className={styles.with}>{t("booking.withName", { name: at.providers[0]?.fullName ?? "" })}</p>
          )}
        </>
      )}
    </fieldset>
  );
}

function slotOf({ startsAt, endsAt }: FreeTime, { id, timeZone }: FreeTime["providers"][number]): ChosenSlot {
  return { startsAt, endsAt, providerId: id, timeZone };
}

interface HalfDayProps {
  readonly title: string;
  readonly times: readonly FreeTime[];
  readonly chosen: ChosenSlot | null;
  readonly onChoose: (slot: ChosenSlot) => void;
}

function HalfDay({ title, times, chosen, onChoose }: HalfDayProps) {
  const format = useFormat();
  if (times.length === 0) {
    return null;
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: the radio buttons of both halves belong to the one fieldset around them
    <div role="group" aria-label={title}>
      <p aria-hidden className={styles.half}>
        {title}
      </p>
      <div className={styles.grid}>
        {times.map((time) => (
          <label key={time.startsAt} className={styles.slot}>
            <input
              type="radio"
              name="slot"
              value={time.startsAt}
              disabled={time.providers.length === 0}
              checked={time.startsAt === chosen?.startsAt}
              onChange={() => {
                const [first] = time.providers;
                if (first !== undefined) {
                  onChoose(slotOf(time, first));
                }
              }}
            />
            <span>{format.time(time.startsAt)}</span>
          </label>
        ))}
      </div>
    </div>
  );
}

function SlotSkeleton() {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t("common.loading")} className={styles.grid}>
      {Array.from({ length: 12 }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
        <Skeleton key={index} height={40} radius={8} />
      ))}
    </div>
  );
}
