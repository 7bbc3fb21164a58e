import { useEffect, useRef } from "react";
import { NavLink, useLocation } from "react-router";
import styles from "./tab-nav.module.css";

export interface Tab {
  readonly to: string;
  readonly label: string;
}

/** The parts of one thing, each at an address of its own. Where they do not fit they are scrolled sideways. */
export function TabNav({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  const list = useRef<HTMLUListElement>(null);
  const { pathname } = useLocation();

  // biome-ignore lint/correctness/useExhaustiveDependencies: another part may be out of sight
  useEffect(() => {
    list.current?.querySelector("[aria-current]")?.scrollIntoView?.({ block: "nearest", inline: "center" });
  }, [pathname]);

  return (
    <nav aria-label={label} className={styles.nav}>
      <ul ref={list} className={styles.list}>
        {tabs.map(({ to, label: name }) => (
          <li key={to}>
            <NavLink to={to} end replace preventScrollReset className={styles.link ?? ""}>
              {name}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
