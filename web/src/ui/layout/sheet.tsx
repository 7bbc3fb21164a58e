import type { ReactNode } from "react";
import styles from "./sheet.module.css";

/** The surface under a list that needs no title of its own. */
export function Sheet({ children }: { children: ReactNode }) {
  return <div className={styles.sheet}>{children}</div>;
}
