import { ActionIcon } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconMenu2 } from "@tabler/icons-react";
import { useEffect } from "react";
import { Outlet, ScrollRestoration, useLocation, useNavigation } from "react-router";
import { PatientSearch } from "../../features/patients/components/patient-search.tsx";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import { noteStep } from "../../lib/trail.ts";
import { audienceOf, hasPages, useViewer } from "../../lib/viewer.ts";
import { TopDialog } from "../../ui/dialog/top-dialog.tsx";
import { LanguageMenu } from "../../ui/menu/language-menu.tsx";
import { useLiveChanges } from "../live/use-live-changes.ts";
import { LiveBadge } from "./live-badge.tsx";
import { NoAccess } from "./no-access.tsx";
import styles from "./shell.module.css";
import { Sidebar } from "./sidebar.tsx";
import { ThemeMenu } from "./theme-menu.tsx";
import { useConnectionNotices } from "./use-connection-notices.ts";

/** The frame around every page: navigation, search, account, and the page itself. */
export function Shell() {
  const { t } = useTranslation();
  const viewer = useViewer();
  const shown = hasPages(viewer);
  const { pathname } = useLocation();
  const moving = useNavigation().state !== "idle";
  const [opened, { open, close }] = useDisclosure(false);
  useConnectionNotices();

  // biome-ignore lint/correctness/useExhaustiveDependencies: arriving at another page closes the drawer
  useEffect(() => close(), [pathname, close]);
  useEffect(() => noteStep(pathname));

  return (
    <div className={styles.shell}>
      <a href="#main" className={styles.skip}>
        {t("common.skipToContent")}
      </a>
      <aside className={styles.sidebar} aria-label={t("shell.sidebar")}>
        <Sidebar />
      </aside>
      {opened && (
        <TopDialog label={t("shell.sidebar")} className={styles.drawer} dismissible onClose={close}>
          <Sidebar onClose={close} />
        </TopDialog>
      )}
      <div className={styles.column}>
        <header className={styles.top}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={40}
            className={styles.burger ?? ""}
            aria-label={t("shell.openMenu")}
            aria-expanded={opened}
            onClick={open}
          >
            <IconMenu2 size={22} stroke={1.7} aria-hidden />
          </ActionIcon>
          {audienceOf(viewer.roles) === "staff" ? <PatientSearch /> : <span />}
          <div className={styles.tools}>
            {shown && <LiveBadge />}
            <LanguageMenu />
            <ThemeMenu />
          </div>
          {moving && <div className={styles.progress} role="progressbar" aria-label={t("common.loading")} />}
        </header>
        <main id="main" tabIndex={-1} className={styles.main}>
          {shown ? <Outlet /> : <NoAccess />}
        </main>
      </div>
      {shown && <LiveChanges />}
      <ScrollRestoration />
    </div>
  );
}

/** Whoever has no pages is told of no changes, either: the server would refuse it. */
function LiveChanges() {
  useLiveChanges();
  return null;
}
