import type { PointerEvent } from "react";
import type { AppointmentRowFragment } from "../../../graphql/graphql.ts";
import { useAppointmentControl } from "../../../lib/appointment-control.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { formatTime } from "../../../lib/format/zoned-time.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { appointmentTones } from "../../../ui/status/status-badge.tsx";
import { AppointmentMenu } from "../../../ui/table/appointment-menu.tsx";
import type { Laned } from "../lanes.ts";
import styles from "./visit-block.module.css";

interface VisitBlockProps {
  readonly laned: Laned<AppointmentRowFragment>;
  /** In pixels from the column's top. */
  readonly top: number;
  readonly height: number;
  /** The provider's own zone, where its clocks show another time than the clinic's. */
  readonly otherZone: string | null;
  readonly movable: boolean;
  readonly moving: boolean;
  readonly changed: boolean;
  readonly onTake: (event: PointerEvent<HTMLElement>) => void;
}

const leastHeight = 24;
const twoLines = 38;
const threeLines = 56;

/** A visit in the calendar: opens its details, and can be dragged. Its menu does by keyboard and touch what dragging does. */
export function VisitBlock(props: VisitBlockProps) {
  const { laned, top, height, otherZone, movable, moving, changed, onTake } = props;
  const { t } = useTranslation("calendar");
  const { t: common } = useTranslation();
  const format = useFormat();
  const { view } = useAppointmentControl();
  const { visit, lane, lanes } = laned;
  const name = visit.patient?.fullName ?? common("person.hidden");
  const status = common(`appointments.statuses.${visit.status}`);
  const theirs =
    otherZone === null
      ? null
      : t("inZone", { time: formatTime(visit.startsAt, otherZone, format.locale), zone: cityOf(otherZone) });
  return (
    <li
      className={styles.block}
      data-tone={appointmentTones[visit.status]}
      data-moving={moving || undefined}
      data-changed={changed || undefined}
      style={{
        insetBlockStart: top + 1,
        blockSize: Math.max(leastHeight, height - 2),
        insetInlineStart: `calc(${(100 * lane) / lanes}% + 3px)`,
        inlineSize: `calc(${100 / lanes}% - 6px)`,
      }}
    >
      <button
        type="button"
        className={styles.open}
        data-movable={movable || undefined}
        aria-label={[`${format.time(visit.startsAt)} – ${format.time(visit.endsAt)}`, theirs, name, status]
          .filter((part) => part !== null)
          .join(", ")}
        onClick={() => view(visit)}
        onPointerDown={movable ? onTake : undefined}
      >
        <span className={`${styles.line} ${styles.name}`}>
          {height < twoLines && <span>{format.time(visit.startsAt)}</span>}
          <span dir="auto">{name}</span>
        </span>
        {height >= twoLines && (
          <span className={styles.line}>
            <span>
              {[format.time(visit.startsAt), theirs, height < threeLines ? status : null].filter(Boolean).join(" · ")}
            </span>
          </span>
        )}
        {height >= threeLines && (
          <span className={styles.line}>
            <span>{visit.reason ? `${status} ·` : status}</span>
            {visit.reason && <span dir="auto">{visit.reason}</span>}
          </span>
        )}
      </button>
      <span className={styles.menu}>
        <AppointmentMenu appointment={visit} size={24} />
      </span>
    </li>
  );
}

const cityOf = (zone: string) => (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");
