import { type PointerEvent, useEffect, useRef, useState } from "react";
import type { AppointmentRowFragment } from "../../graphql/graphql.ts";
import type { CalendarColumn } from "./calendar-column.ts";
import { instantAt } from "./day-rows.ts";

/** A visit that is being dragged, and where it would begin if it were let go now: null where no time is. */
export interface Dragged {
  readonly visit: AppointmentRowFragment;
  readonly columnKey: string;
  readonly startsAt: number | null;
}

interface Grip {
  readonly visit: AppointmentRowFragment;
  readonly column: CalendarColumn;
  readonly x: number;
  readonly y: number;
  /** How far below the visit's beginning it was taken. */
  readonly below: number;
}

const stepMinutes = 15;
const snapMilliseconds = 10 * 60_000;
// Less is a hand that shakes while it clicks.
const leastPixels = 6;

interface DragOptions {
  readonly columns: readonly CalendarColumn[];
  readonly rowHeight: number;
  /** Beginnings that are free, once they are known. */
  readonly freeOf: (dragged: Dragged) => ReadonlySet<number> | null;
  readonly onDrop: (dragged: Dragged) => void;
}

/** Dragging a visit with the mouse to another time of its provider. Fingers scroll: they have the dialog. */
export function useDrag({ columns, rowHeight, freeOf, onDrop }: DragOptions) {
  const grip = useRef<Grip | null>(null);
  const [dragged, setDragged] = useState<Dragged | null>(null);
  const latest = useRef({ columns, rowHeight, freeOf, onDrop, dragged });
  useEffect(() => {
    latest.current = { columns, rowHeight, freeOf, onDrop, dragged };
  });

  useEffect(() => {
    function move(event: globalThis.PointerEvent): void {
      const held = grip.current;
      if (held === null) {
        return;
      }
      const begun = latest.current.dragged !== null;
      if (!begun && Math.hypot(event.clientX - held.x, event.clientY - held.y) < leastPixels) {
        return;
      }
      event.preventDefault();
      const at = columnAt(event, latest.current.columns, held) ?? { column: held.column, box: boxOf(held.column.key) };
      if (at.box === null) {
        return;
      }
      const rows = (event.clientY - held.below - at.box.top) / latest.current.rowHeight;
      const raw = instantAt(at.column.place, Math.max(0, rows), stepMinutes);
      const next = { visit: held.visit, columnKey: at.column.key, startsAt: raw };
      setDragged({ ...next, startsAt: snapped(raw, latest.current.freeOf(next)) });
    }
    function drop(): void {
      const { dragged: last, onDrop: done } = latest.current;
      stop();
      if (last !== null) {
        // The click that ends the drag is no click on the visit.
        window.addEventListener("click", swallow, { capture: true, once: true });
        setTimeout(() => window.removeEventListener("click", swallow, { capture: true }));
        done(last);
      }
    }
    function stop(): void {
      grip.current = null;
      setDragged(null);
    }
    function give(event: KeyboardEvent): void {
      if (event.key === "Escape") {
        stop();
      }
    }
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", drop);
    window.addEventListener("pointercancel", stop);
    window.addEventListener("keydown", give);
    return () => {
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", drop);
      window.removeEventListener("pointercancel", stop);
      window.removeEventListener("keydown", give);
    };
  }, []);

  function take(event: PointerEvent<HTMLElement>, visit: AppointmentRowFragment, column: CalendarColumn): void {
    if (event.pointerType !== "touch" && event.button === 0) {
      const below = event.clientY - event.currentTarget.getBoundingClientRect().top;
      grip.current = { visit, column, x: event.clientX, y: event.clientY, below };
    }
  }

  return { dragged, take };
}

function swallow(event: MouseEvent): void {
  event.stopPropagation();
  event.preventDefault();
}

function boxOf(columnKey: string): DOMRect | null {
  const element = document.querySelector(`[data-column="${CSS.escape(columnKey)}"]`);
  return element?.getBoundingClientRect() ?? null;
}

// A visit stays with its provider: over somebody else's column it stays in its own.
function columnAt(event: globalThis.PointerEvent, columns: readonly CalendarColumn[], { visit }: Grip) {
  for (const column of columns) {
    const box = boxOf(column.key);
    if (box !== null && event.clientX >= box.left && event.clientX < box.right) {
      return column.provider?.id === visit.provider?.id ? { column, box } : null;
    }
  }
  return null;
}

/** The free beginning that is meant: a provider's times need not lie on the step. */
export function snapped(instant: number | null, free: ReadonlySet<number> | null): number | null {
  if (instant === null || free === null) {
    return instant;
  }
  let nearest = instant;
  let distance = snapMilliseconds + 1;
  for (const candidate of free) {
    if (Math.abs(candidate - instant) < distance) {
      nearest = candidate;
      distance = Math.abs(candidate - instant);
    }
  }
  return nearest;
}
