import { type ReactNode, useEffect, useRef } from "react";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { MonthCalendar } from "../../../ui/calendar/month-calendar.tsx";
import type { FreeTimes } from "../use-free-times.ts";
import styles from "./booking-dialog.module.css";
import { type ChosenSlot, SlotList } from "./slot-list.tsx";

interface TimeFieldsProps {
  readonly free: FreeTimes;
  /** Whether it has to be said with whom a time is. */
  readonly named: boolean;
  readonly slot: ChosenSlot | null;
  readonly onChange: (slot: ChosenSlot | null) => void;
  readonly error: string | undefined;
  /** Instead of times, before it is known with whom. */
  readonly hint: string | null;
  /** Above the times. */
  readonly children?: ReactNode;
  /** In the place of the free times: any day that is to come can be chosen for it. */
  readonly instead?: ReactNode;
  /** Below the times. */
  readonly below?: ReactNode;
}

/** A day, and one of its free times. */
export function TimeFields(props: TimeFieldsProps) {
  const { free, named, slot, onChange, error, hint, children, instead, below } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const { lost, setLost } = free;
  const offered = useRef<string | null>(null);

  // Somebody may book it while the reader hesitates.
  const isFree = slot === null || free.times === null ? null : isAmong(free.times, slot);
  useEffect(() => {
    if (isFree === true) {
      offered.current = slot?.startsAt ?? null;
    } else if (isFree === false && offered.current === slot?.startsAt) {
      setLost(true);
      onChange(null);
    }
  }, [isFree, slot, onChange, setLost]);

  function choose(next: ChosenSlot | null): void {
    setLost(false);
    onChange(next);
  }

  return (
    <>
      <MonthCalendar
        label={t("booking.day")}
        locale={format.locale}
        month={free.month}
        onMonth={(month) => {
          free.setMonth(month);
          choose(null);
        }}
        today={free.today}
        lastMonth={free.lastMonth}
        selected={hint === null ? free.day : null}
        onSelect={(day) => {
          free.setDay(day);
          choose(null);
        }}
        isAvailable={instead === undefined ? free.isFree : (day) => day >= free.today}
        busy={free.daysLoading}
      />
      <div className={styles.times}>
        {children}
        {instead ?? (
          <SlotList
            free={free}
            named={named}
            chosen={slot}
            onChoose={choose}
            error={lost ? t("commands.refusals.SLOT_TAKEN") : error}
            hint={hint}
          />
        )}
        {below}
      </div>
    </>
  );
}

function isAmong(times: NonNullable<FreeTimes["times"]>, slot: ChosenSlot): boolean {
  return [...times.morning, ...times.afternoon].some(
    ({ startsAt, providers }) => startsAt === slot.startsAt && providers.some(({ id }) => id === slot.providerId),
  );
}
