import { Menu } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDevices, IconLogout, IconSelector, IconShieldLock } from "@tabler/icons-react";
import { Link } from "react-router";
import { announceEnd, signOut } from "../../features/session/session-requests.ts";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import { useViewer } from "../../lib/viewer.ts";
import { Avatar } from "../../ui/people/avatar.tsx";
import styles from "./account-menu.module.css";

export function AccountMenu() {
  const { t } = useTranslation();
  const { displayName, email, roles, organization } = useViewer();

  async function leave(): Promise<void> {
    if (await signOut()) {
      announceEnd("left");
    } else {
      notifications.show({ color: "red", message: t("errors.signOutFailed") });
    }
  }

  return (
    <div className={styles.box}>
      <Menu width="target" position="top" transitionProps={{ duration: 0 }}>
        <Menu.Target>
          <button type="button" className={styles.button} aria-label={t("shell.account", { name: displayName })}>
            <Avatar name={displayName} size={36} />
            <span className={styles.text}>
              <strong>{displayName}</strong>
              <span>{organization.name}</span>
            </span>
            <IconSelector size={16} stroke={1.7} aria-hidden />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label className={styles.label ?? ""}>
            {roles.map((role) => t(`roles.${role}`)).join(", ")}
            {email !== null && <span>{email}</span>}
          </Menu.Label>
          <Menu.Divider />
          <Menu.Item component={Link} to="/sessions" leftSection={<IconDevices size={16} aria-hidden />}>
            {t("shell.sessions")}
          </Menu.Item>
          <Menu.Item component="a" href="/oidc/account" leftSection={<IconShieldLock size={16} aria-hidden />}>
            {t("shell.security")}
          </Menu.Item>
          <Menu.Item leftSection={<IconLogout size={16} aria-hidden className="mirror" />} onClick={() => void leave()}>
            {t("shell.signOut")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
