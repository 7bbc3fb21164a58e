import { Skeleton } from "@mantine/core";
import { type Icon, IconArrowDownRight, IconArrowUpRight } from "@tabler/icons-react";
import type { ReactNode } from "react";
import styles from "./metric-card.module.css";

export interface MetricChange {
  readonly text: string;
  readonly direction: "up" | "down" | "none";
  readonly meaning: "good" | "bad" | "neutral";
}

interface MetricCardProps {
  readonly icon: Icon;
  readonly label: string;
  /** Undefined while it loads. */
  readonly value: string | undefined;
  readonly change?: MetricChange | undefined;
  readonly hint?: ReactNode;
  readonly trend?: ReactNode;
  /** Instead of a value, when its service does not answer. */
  readonly unavailable?: ReactNode;
}

const arrows = { up: IconArrowUpRight, down: IconArrowDownRight, none: null } as const;

/** One figure with its name, its change and its course. */
export function MetricCard({ icon: Glyph, label, value, change, hint, trend, unavailable }: MetricCardProps) {
  const Arrow = change === undefined ? null : arrows[change.direction];
  return (
    <article className={styles.card} aria-label={label}>
      <div className={styles.head}>
        <span aria-hidden className={styles.tile}>
          <Glyph size={18} stroke={1.7} />
        </span>
        <span className={styles.label}>{label}</span>
      </div>
      {unavailable ?? (
        <>
          <div className={styles.middle}>
            {value === undefined ? (
              <Skeleton height={30} width={72} my={5} />
            ) : (
              <span className={styles.value}>{value}</span>
            )}
            <span className={styles.trend}>{trend}</span>
          </div>
          <div className={styles.foot}>
            {value === undefined ? (
              <Skeleton height={12} width={120} my={5} />
            ) : (
              <>
                {change !== undefined && (
                  <span className={styles.chip} data-meaning={change.meaning}>
                    {Arrow !== null && <Arrow size={14} aria-hidden className="mirror" />}
                    {change.text}
                  </span>
                )}
                {hint !== undefined && <span className={styles.hint}>{hint}</span>}
              </>
            )}
          </div>
        </>
      )}
    </article>
  );
}
