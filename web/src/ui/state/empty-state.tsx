import { type Icon, IconInbox } from "@tabler/icons-react";
import type { ReactNode } from "react";
import styles from "./message-state.module.css";

interface EmptyStateProps {
  readonly title?: string;
  readonly text: string;
  readonly icon?: Icon;
  readonly action?: ReactNode;
}

/** There is nothing, and that is no failure: says what would be here. Without a title it is small, for cards. */
export function EmptyState({ title, text, icon: Glyph = IconInbox, action }: EmptyStateProps) {
  return (
    <div className={title === undefined ? `${styles.state} ${styles.compact}` : styles.state}>
      {title !== undefined && (
        <>
          <div className={styles.icon}>
            <Glyph size={22} stroke={1.7} aria-hidden />
          </div>
          <p className={styles.title}>{title}</p>
        </>
      )}
      <p className={styles.text}>{text}</p>
      {action !== undefined && <div className={styles.action}>{action}</div>}
    </div>
  );
}
