import { type ReactNode, useId } from "react";
import styles from "./card.module.css";

interface CardProps {
  readonly title: string;
  readonly subtitle?: ReactNode;
  readonly aside?: ReactNode;
  /** Tables and lists reach the card's edges; everything else keeps the padding. */
  readonly flush?: boolean;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** A titled section of a page. */
export function Card({ title, subtitle, aside, flush = false, className, children }: CardProps) {
  const heading = useId();
  return (
    <section aria-labelledby={heading} className={[styles.card, className].filter(Boolean).join(" ")}>
      <div className={styles.head}>
        <div>
          <h2 id={heading} className={styles.title}>
            {title}
          </h2>
          {subtitle !== undefined && <p className={styles.subtitle}>{subtitle}</p>}
        </div>
        {aside}
      </div>
      <div className={flush ? styles.flush : styles.body}>{children}</div>
    </section>
  );
}
