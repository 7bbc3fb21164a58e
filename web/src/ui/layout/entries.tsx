import type { ReactNode } from "react";
import styles from "./entries.module.css";

interface EntryProps {
  readonly title: ReactNode;
  readonly detail?: ReactNode;
  /** A badge, mostly. */
  readonly end?: ReactNode;
  /** What can be done with it. */
  readonly actions?: ReactNode;
  readonly start?: ReactNode;
  /** More of it, below. */
  readonly children?: ReactNode;
}

/** Things of one kind in a card, each with a name, a second line and how it stands. */
export function Entries({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul aria-label={label} className={styles.list}>
      {children}
    </ul>
  );
}

export function Entry({ title, detail, end, actions, start, children }: EntryProps) {
  return (
    <li className={styles.entry}>
      {start}
      <div className={styles.text}>
        <span className={styles.title}>{title}</span>
        {detail !== undefined && <span className={styles.detail}>{detail}</span>}
        {children}
      </div>
      {end !== undefined && <div className={styles.end}>{end}</div>}
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </li>
  );
}
