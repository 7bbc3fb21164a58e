import type { ReactNode } from "react";
import { Link } from "react-router";
import styles from "./compact-row.module.css";

interface CompactRowProps {
  readonly start?: ReactNode;
  readonly title: ReactNode;
  readonly to?: string | undefined;
  readonly detail?: ReactNode;
  readonly end?: ReactNode;
  /** What can be done with the row. */
  readonly menu?: ReactNode;
}

/** A table row on a phone or in a narrow card. With `to` the whole row is the link's target. */
export function CompactRow({ start, title, to, detail, end, menu }: CompactRowProps) {
  return (
    <>
      {start !== undefined && <div className={styles.start}>{start}</div>}
      <div className={styles.text}>
        {to === undefined ? (
          <span dir="auto" className={styles.title}>
            {title}
          </span>
        ) : (
          <Link dir="auto" to={to} className={`${styles.title} ${styles.link}`}>
            {title}
          </Link>
        )}
        {detail !== undefined && (
          <span dir="auto" className={styles.detail}>
            {detail}
          </span>
        )}
      </div>
      {end !== undefined && <div className={styles.end}>{end}</div>}
      {menu}
    </>
  );
}
