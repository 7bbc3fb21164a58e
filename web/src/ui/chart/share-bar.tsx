import styles from "./share-bar.module.css";

export interface Share {
  readonly key: string;
  readonly label: string;
  readonly count: number;
  /** A CSS colour. */
  readonly color: string;
}

/** How a whole divides: a bar for eyes over a list with the numbers. */
export function ShareBar({ shares, formatNumber }: { shares: readonly Share[]; formatNumber: (n: number) => string }) {
  return (
    <div>
      <div aria-hidden className={styles.bar}>
        {shares.map(({ key, count, color }) => (
          <span key={key} style={{ flexGrow: count, background: color }} />
        ))}
      </div>
      <ul className={styles.list}>
        {shares.map(({ key, label, count, color }) => (
          <li key={key}>
            <span aria-hidden className={styles.dot} style={{ background: color }} />
            <span>{label}</span>
            <strong>{formatNumber(count)}</strong>
          </li>
        ))}
      </ul>
    </div>
  );
}
