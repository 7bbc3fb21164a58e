import type { ReactNode } from "react";
import { Link } from "react-router";
import styles from "./text-link.module.css";

/** A link that stands alone, such as "View all". `label` replaces a text that says too little without its surroundings. */
export function TextLink({ to, label, children }: { to: string; label?: string | undefined; children: ReactNode }) {
  return (
    <Link to={to} className={styles.link} aria-label={label}>
      {children}
    </Link>
  );
}
