import type { ReactNode } from "react";
import styles from "./filter-chip.module.css";

/** A filter that came with the address, with the button (`children`) that removes it. */
export function FilterChip({ label, children }: { label: string; children: ReactNode }) {
  return (
    <span className={styles.chip}>
      {label}
      {children}
    </span>
  );
}
