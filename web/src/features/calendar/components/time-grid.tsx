import type { CSSProperties, PointerEvent } from "react";
import type { AppointmentRowFragment } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { formatDay, formatTime, minutesAhead } from "../../../lib/format/zoned-time.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useRecentChanges } from "../../../lib/live/live.ts";
import type { CalendarColumn } from "../calendar-column.ts";
import type { Conflict } from "../conflict.ts";
import { type Row, rowAt, rowMinutes, spanOf } from "../day-rows.ts";
import { inLanes, type Laned } from "../lanes.ts";
import type { Dragged } from "../use-drag.ts";
import styles from "./time-grid.module.css";
import { VisitBlock } from "./visit-block.tsx";

/** Height of half an hour in pixels: a quarter's visit, and its menu, are targets of 24. */
export const rowHeight = 52;

/** In pixels, so that a visit and its menu can be told apart and hit, however many share the time. */
const leastLane = 72;
const leastColumn = 148;

interface TimeGridProps {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly CalendarColumn[];
  readonly now: Date;
  /** The provider's zone beside the clinic's, where all columns are of one provider whose clocks differ. */
  readonly secondZone: string | null;
  readonly isMovable: (visit: AppointmentRowFragment) => boolean;
  readonly dragged: Dragged | null;
  /** What can be begun where a visit is dragged to. */
  readonly free: readonly { readonly startsAt: string; readonly endsAt: string }[];
  readonly conflict: Conflict | null | undefined;
  readonly conflictText: string;
  readonly onTake: (event: PointerEvent<HTMLElement>, visit: AppointmentRowFragment, column: CalendarColumn) => void;
}

/** Days or providers side by side, time from top to bottom. For screen readers each column is a list in order of time. */
export function TimeGrid(props: TimeGridProps) {
  const { label, rows, columns, secondZone } = props;
  const { t } = useTranslation("calendar");
  const format = useFormat();
  const laned = columns.map(({ visits }) => inLanes(visits));
  const widths = laned.map((visits) =>
    Math.max(columns.length > 1 ? leastColumn : 0, leastLane * Math.max(1, ...visits.map(({ lanes }) => lanes))),
  );
  const style: CSSProperties = {
    gridTemplateColumns: `auto ${widths.map((width) => `minmax(${width}px, 1fr)`).join(" ")}`,
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways has to be reached by keyboard
    <section className={styles.frame} aria-label={label} tabIndex={0}>
      <div className={styles.grid} style={style}>
        <div aria-hidden className={styles.corner}>
          {secondZone !== null && (
            <>
              <span>{shortZone(secondZone)}</span>
              <span>{shortZone(format.timeZone)}</span>
            </>
          )}
        </div>
        {columns.map(({ key, title, subtitle, isToday }) => (
          <div key={key} className={styles.head} data-today={isToday || undefined}>
            <h2 id={headingOf(key)} className={styles.title} title={title}>
              {title}
            </h2>
            {subtitle !== undefined && <p className={styles.subtitle}>{subtitle}</p>}
          </div>
        ))}
        <div
          aria-hidden
          className={styles.axis}
          style={{ blockSize: rows.length * rowHeight, inlineSize: secondZone === null ? 68 : 132 }}
        >
          {rows.map((row, index) =>
            row.wall.endsWith(":00") || row.again ? (
              <div
                key={`${row.wall}${row.again}`}
                className={styles.hour}
                style={{ insetBlockStart: index * rowHeight }}
              >
                {secondZone !== null && (
                  <span className={styles.theirs}>
                    {otherClock(columns, index, secondZone, format).map((time) => (
                      <span key={time}>{time}</span>
                    ))}
                  </span>
                )}
                <span title={row.again ? t("again") : undefined}>{clockOf(row, columns, index, format)}</span>
              </div>
            ) : null,
          )}
        </div>
        {columns.map((column, index) => (
          <Column key={column.key} column={column} laned={laned[index] ?? []} {...props} />
        ))}
      </div>
    </section>
  );
}

type Format = ReturnType<typeof useFormat>;

const headingOf = (key: string) => `column-${key}`;
const shortZone = (zone: string) => (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");

const anyStart = (columns: readonly CalendarColumn[], index: number) =>
  columns.map(({ place }) => place.starts[index]).find((start) => start !== null && start !== undefined);

function clockOf(row: Row, columns: readonly CalendarColumn[], index: number, format: Format): string {
  const start = anyStart(columns, index);
  return start === undefined || start === null ? row.wall : format.time(new Date(start).toISOString());
}

/** What the other clock shows in a row; where one of the two is changed within the week, also what from which day on. */
function otherClock(
  columns: readonly CalendarColumn[],
  index: number,
  zone: string,
  format: Format,
): readonly string[] {
  const times = new Map<string, string>();
  for (const { place } of columns) {
    const start = place.starts[index];
    if (start !== null && start !== undefined) {
      const at = new Date(start).toISOString();
      const time = formatTime(at, zone, format.locale);
      const day = formatDay(at, format.timeZone, format.locale, { weekday: "short" });
      times.set(time, times.get(time) ?? (times.size === 0 ? time : `${day} ${time}`));
    }
  }
  return [...times.values()];
}

interface ColumnProps extends TimeGridProps {
  readonly column: CalendarColumn;
  readonly laned: readonly Laned<AppointmentRowFragment>[];
}

function Column({ column, laned, ...grid }: ColumnProps) {
  const { rows, now, isMovable, dragged, free, conflict, conflictText, onTake } = grid;
  const format = useFormat();
  const { t: common } = useTranslation();
  const recent = useRecentChanges();
  const { place, provider } = column;
  const line = rowAt(place, now.getTime());
  const ofItsProvider = dragged !== null && dragged.visit.provider?.id === provider?.id;
  const ghost = dragged !== null && dragged.columnKey === column.key && dragged.startsAt !== null ? dragged : null;
  const otherZone = (startsAt: string) =>
    provider !== null && minutesAhead(startsAt, provider.timeZone, format.timeZone) !== 0 ? provider.timeZone : null;

  return (
    <section
      aria-labelledby={headingOf(column.key)}
      className={styles.column}
      data-column={column.key}
      style={{ blockSize: rows.length * rowHeight }}
    >
      {rows.map(({ wall, again }, index) => (
        <div
          key={`${wall}${again}`}
          aria-hidden
          className={place.starts[index] === null ? styles.gap : styles.line}
          data-half={wall.endsWith(`:${rowMinutes}`) || undefined}
          style={{
            insetBlockStart: index * rowHeight,
            ...(place.starts[index] === null ? { blockSize: rowHeight } : {}),
          }}
        />
      ))}
      {ofItsProvider &&
        free.map(({ startsAt, endsAt }) => {
          const span = spanOf(place, Date.parse(startsAt), Date.parse(endsAt));
          return (
            span !== null && (
              <div
                key={startsAt}
                aria-hidden
                className={styles.free}
                style={{ insetBlockStart: span.top * rowHeight, blockSize: span.height * rowHeight }}
              />
            )
          );
        })}
      <ol className={styles.visits}>
        {laned.map((place_) => {
          const { visit } = place_;
          const span = spanOf(place, Date.parse(visit.startsAt), Date.parse(visit.endsAt));
          return (
            span !== null && (
              <VisitBlock
                key={visit.id}
                laned={place_}
                top={span.top * rowHeight}
                height={span.height * rowHeight}
                otherZone={otherZone(visit.startsAt)}
                movable={isMovable(visit)}
                moving={dragged?.visit.id === visit.id}
                changed={recent.has(visit.id)}
                onTake={(event) => onTake(event, visit, column)}
              />
            )
          );
        })}
      </ol>
      {ghost !== null && ghost.startsAt !== null && (
        <div
          className={styles.ghost}
          data-conflict={conflict ? true : undefined}
          data-unknown={conflict === undefined || undefined}
          style={{
            insetBlockStart: (rowAt(place, ghost.startsAt) ?? 0) * rowHeight,
            minBlockSize: rowHeight,
          }}
        >
          <strong>
            {format.time(new Date(ghost.startsAt).toISOString())}{" "}
            {ghost.visit.patient?.fullName ?? common("person.hidden")}
          </strong>
          <span>{conflictText}</span>
        </div>
      )}
      {line !== null && <div aria-hidden className={styles.now} style={{ insetBlockStart: line * rowHeight }} />}
    </section>
  );
}
