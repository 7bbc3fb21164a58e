import { useEffect, useRef } from "react";
import { NavLink, useLocation } from "react-router";
import styles from "./tab-nav.module.css";

export interface Tab {
  readonly to: string;
  readonly label: string;
}

interface TabNavProps {
  readonly label: string;
  readonly tabs: readonly Tab[];
  /** Parts of one thing: going through them is one step of the history, and the page stays where it is. */
  readonly parts?: boolean;
}

/** Pages beside each other, each a link. Where they do not fit they are scrolled sideways. */
export function TabNav({ label, tabs, parts = false }: TabNavProps) {
  const list = useRef<HTMLUListElement>(null);
  const { pathname } = useLocation();

  // biome-ignore lint/correctness/useExhaustiveDependencies: another one may be out of sight
  useEffect(() => {
    list.current?.querySelector("[aria-current]")?.scrollIntoView?.({ block: "nearest", inline: "center" });
  }, [pathname]);

  return (
    <nav aria-label={label} className={styles.nav}>
      <ul ref={list} className={styles.list}>
        {tabs.map(({ to, label: name }) => (
          <li key={to}>
            <NavLink to={to} end replace={parts} preventScrollReset={parts} className={styles.link ?? ""}>
              {name}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
