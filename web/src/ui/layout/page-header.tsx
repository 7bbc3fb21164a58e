import { type ReactNode, useEffect, useRef } from "react";
import { useLocation } from "react-router";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import styles from "./page-header.module.css";

interface PageHeaderProps {
  readonly title: string;
  readonly subtitle?: ReactNode;
  readonly before?: ReactNode;
  /** A picture beside the name. */
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  /** The name in the browser's tab, when it differs from the heading. */
  readonly documentTitle?: string;
}

/** The one h1 of a page. It takes the focus after a navigation, so that screen readers read the new page's name. */
export function PageHeader({ title, subtitle, before, lead, actions, documentTitle = title }: PageHeaderProps) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  // The browser itself announces the first page; taking the focus there would skip the skip link.
  const navigated = useLocation().key !== "default";
  const arrived = useRef(false);

  useEffect(() => {
    if (navigated && !arrived.current) {
      heading.current?.focus({ preventScroll: true });
    }
    arrived.current = true;
  }, [navigated]);

  return (
    <header className={styles.header}>
      <title>{`${documentTitle} · ${t("brand")}`}</title>
      {before}
      <div className={styles.row}>
        <div className={styles.about}>
          {lead}
          <div className={styles.text}>
            <h1 ref={heading} tabIndex={-1} className={styles.title}>
              {title}
            </h1>
            {subtitle !== undefined && (
              // How many a filter finds, and what becomes of what is open, is said to whoever cannot see it.
              <div aria-live="polite" className={styles.subtitle}>
                {subtitle}
              </div>
            )}
          </div>
        </div>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </div>
    </header>
  );
}
