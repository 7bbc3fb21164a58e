import { ActionIcon } from "@mantine/core";
import {
  type Icon,
  IconCalendar,
  IconCalendarWeek,
  IconClipboardHeart,
  IconFileDescription,
  IconLayoutDashboard,
  IconLayoutKanban,
  IconReceipt,
  IconStethoscope,
  IconUsers,
  IconX,
} from "@tabler/icons-react";
import { Link, NavLink } from "react-router";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import { audienceOf, hasPages, useViewer } from "../../lib/viewer.ts";
import { BrandMark } from "../../ui/brand-mark.tsx";
import { AccountMenu } from "./account-menu.tsx";
import styles from "./sidebar.module.css";

interface Entry {
  readonly to: string;
  readonly icon: Icon;
  readonly label: string;
}

/** Brand, navigation by role, account. `onClose` is given where the sidebar is a drawer. */
export function Sidebar({ onClose }: { onClose?: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={styles.sidebar}>
      <div className={styles.head}>
        <Link to="/" className={styles.home}>
          <BrandMark />
        </Link>
        {onClose !== undefined && (
          <ActionIcon variant="subtle" color="gray" size={36} aria-label={t("shell.closeMenu")} onClick={onClose}>
            <IconX size={20} stroke={1.7} aria-hidden />
          </ActionIcon>
        )}
      </div>
      <nav aria-label={t("shell.navigation")} className={styles.nav}>
        <Sections />
      </nav>
      <AccountMenu />
    </div>
  );
}

function Sections() {
  const { t } = useTranslation();
  const viewer = useViewer();
  if (!hasPages(viewer)) {
    return null;
  }
  const sections: readonly { readonly title: string; readonly entries: readonly Entry[] }[] =
    audienceOf(viewer.roles) === "patient"
      ? [
          {
            title: t("shell.mine"),
            entries: [
              { to: "/", icon: IconLayoutDashboard, label: t("shell.dashboard") },
              { to: "/appointments", icon: IconCalendar, label: t("appointments.myTitle") },
              { to: "/record", icon: IconFileDescription, label: t("shell.myRecord") },
              { to: "/billing", icon: IconReceipt, label: t("billing.myTitle") },
            ],
          },
        ]
      : [
          {
            title: t("shell.care"),
            entries: [
              { to: "/", icon: IconLayoutDashboard, label: t("shell.dashboard") },
              ...(viewer.providerId === null
                ? []
                : [{ to: "/my-day", icon: IconClipboardHeart, label: t("shell.myDay") }]),
              { to: "/board", icon: IconLayoutKanban, label: t("shell.board") },
              { to: "/appointments", icon: IconCalendar, label: t("shell.appointments") },
              { to: "/calendar", icon: IconCalendarWeek, label: t("shell.calendar") },
              { to: "/patients", icon: IconUsers, label: t("shell.patients") },
            ],
          },
          {
            title: t("shell.practice"),
            entries: [
              { to: "/providers", icon: IconStethoscope, label: t("shell.providers") },
              { to: "/billing", icon: IconReceipt, label: t("shell.billing") },
            ],
          },
        ];
  return sections.map(({ title, entries }) => (
    <div key={title} className={styles.section}>
      <p className={styles.title}>{title}</p>
      <ul>
        {entries.map(({ to, icon: Glyph, label }) => (
          <li key={to}>
            <NavLink to={to} end={to === "/"} className={styles.link ?? ""}>
              <Glyph size={18} stroke={1.7} aria-hidden />
              {label}
            </NavLink>
          </li>
        ))}
      </ul>
    </div>
  ));
}
