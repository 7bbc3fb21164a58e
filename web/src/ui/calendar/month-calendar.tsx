import { ActionIcon } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import {
  addDays,
  addMonths,
  type CalendarDate,
  type CalendarMonth,
  daysOf,
  firstDayOf,
  formatCalendarDate,
  isoWeekday,
  mondayOf,
  monthOf,
} from "../../lib/format/calendar-date.ts";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import styles from "./month-calendar.module.css";

interface MonthCalendarProps {
  readonly label: string;
  readonly locale: string;
  readonly month: CalendarMonth;
  readonly onMonth: (month: CalendarMonth) => void;
  readonly today: CalendarDate;
  /** The last month that can be turned to; the first one is today's. */
  readonly lastMonth: CalendarMonth;
  readonly selected: CalendarDate | null;
  readonly onSelect: (day: CalendarDate) => void;
  readonly isAvailable: (day: CalendarDate) => boolean;
  readonly busy?: boolean;
}

/** One month to choose a day from. Arrows move by day and week, Home and End within the week, Page keys by month. */
export function MonthCalendar(props: MonthCalendarProps) {
  const { label, locale, month, onMonth, today, lastMonth, selected, onSelect, isAvailable, busy = false } = props;
  const { t } = useTranslation();
  const grid = useRef<HTMLTableElement>(null);
  const [cursor, setCursor] = useState<CalendarDate | null>(null);
  const [focusing, setFocusing] = useState(false);
  const days = daysOf(month);
  const reachable = (day: CalendarDate | null): day is CalendarDate => day !== null && monthOf(day) === month;
  // One day of the grid is in the tab order: where the reader was, the chosen day, or the first that can be chosen.
  const tabStop = [cursor, selected, days.find(isAvailable) ?? null, today].find(reachable) ?? firstDayOf(month);
  const thisMonth = monthOf(today);

  useEffect(() => {
    if (focusing) {
      grid.current?.querySelector<HTMLButtonElement>(`[data-day="${tabStop}"]`)?.focus();
      setFocusing(false);
    }
  }, [focusing, tabStop]);

  function moveTo(day: CalendarDate): void {
    const last = addDays(firstDayOf(addMonths(lastMonth, 1)), -1);
    const bounded = day < firstDayOf(thisMonth) ? firstDayOf(thisMonth) : day > last ? last : day;
    setCursor(bounded);
    setFocusing(true);
    if (monthOf(bounded) !== month) {
      onMonth(monthOf(bounded));
    }
  }

  function onKeyDown(event: KeyboardEvent): void {
    const leftIsBack = getComputedStyle(event.currentTarget).direction !== "rtl";
    const moves = new Map([
      ["ArrowLeft", addDays(tabStop, leftIsBack ? -1 : 1)],
      ["ArrowRight", addDays(tabStop, leftIsBack ? 1 : -1)],
      ["ArrowUp", addDays(tabStop, -7)],
      ["ArrowDown", addDays(tabStop, 7)],
      ["Home", mondayOf(tabStop)],
      ["End", addDays(mondayOf(tabStop), 6)],
      ["PageUp", firstDayOf(addMonths(month, -1))],
      ["PageDown", firstDayOf(addMonths(month, 1))],
    ]);
    const day = moves.get(event.key);
    if (day !== undefined) {
      event.preventDefault();
      moveTo(day);
    }
  }

  const title = formatCalendarDate(firstDayOf(month), locale, { month: "long", year: "numeric" });
  const weeks = weeksOf(days);
  return (
    <div className={styles.calendar} aria-busy={busy || undefined}>
      <div className={styles.head}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={36}
          aria-label={t("calendar.previousMonth")}
          disabled={month <= thisMonth}
          onClick={() => onMonth(addMonths(month, -1))}
        >
          <IconChevronLeft size={20} stroke={1.7} aria-hidden className="mirror" />
        </ActionIcon>
        <span aria-live="polite" className={styles.month}>
          {title}
        </span>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={36}
          aria-label={t("calendar.nextMonth")}
          disabled={month >= lastMonth}
          onClick={() => onMonth(addMonths(month, 1))}
        >
          <IconChevronRight size={20} stroke={1.7} aria-hidden className="mirror" />
        </ActionIcon>
      </div>
      <table ref={grid} aria-label={`${label}: ${title}`} className={styles.grid} onKeyDown={onKeyDown}>
        <thead>
          <tr>
            {Array.from({ length: 7 }, (_, index) => addDays(mondayOf(today), index)).map((day) => (
              <th key={isoWeekday(day)} scope="col" abbr={formatCalendarDate(day, locale, { weekday: "long" })}>
                {formatCalendarDate(day, locale, { weekday: "narrow" })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week.find((day) => day !== null)}>
              {week.map((day, index) =>
                day === null ? (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the gaps before and after a month have no identity
                  <td key={index} />
                ) : (
                  <td key={day}>
                    <button
                      type="button"
                      data-day={day}
                      className={styles.day}
                      tabIndex={day === tabStop ? 0 : -1}
                      aria-pressed={day === selected}
                      aria-current={day === today ? "date" : undefined}
                      aria-disabled={!isAvailable(day) || undefined}
                      aria-label={formatCalendarDate(day, locale, { dateStyle: "full" })}
                      onFocus={() => setCursor(day)}
                      onClick={() => {
                        if (isAvailable(day)) {
                          onSelect(day);
                        }
                      }}
                    >
                      {Number(day.slice(8))}
                    </button>
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function weeksOf(days: readonly CalendarDate[]): readonly (readonly (CalendarDate | null)[])[] {
  const [first] = days;
  const lead = first === undefined ? 0 : isoWeekday(first) - 1;
  const cells = [...Array.from({ length: lead }, () => null), ...days];
  const rows = Math.ceil(cells.length / 7);
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: 7 }, (_, column) => cells[row * 7 + column] ?? null),
  );
}
