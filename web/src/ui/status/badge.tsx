import styles from "./badge.module.css";

export type Tone = "blue" | "teal" | "amber" | "green" | "red" | "grey";

/** A state as dot and word: colour alone never carries it. */
export function Badge({ tone, label }: { tone: Tone; label: string }) {
  return (
    <span className={styles.badge} data-tone={tone}>
      <span aria-hidden className={styles.dot} />
      {label}
    </span>
  );
}
