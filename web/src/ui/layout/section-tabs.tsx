import { NavLink } from "react-router";
import styles from "./section-tabs.module.css";

export interface SectionTab {
  readonly to: string;
  readonly label: string;
}

/** The pages of one area, each a link: an area has one entry in the sidebar. */
export function SectionTabs({ label, tabs }: { readonly label: string; readonly tabs: readonly SectionTab[] }) {
  return (
    <nav aria-label={label} className={styles.tabs}>
      {tabs.map(({ to, label: name }) => (
        <NavLink key={to} to={to} end className={styles.tab ?? ""}>
          {name}
        </NavLink>
      ))}
    </nav>
  );
}
