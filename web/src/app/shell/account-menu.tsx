import { IconDevices, IconLogout, IconSelector, IconShieldLock } from "@tabler/icons-react";
import { announceEnd } from "../../features/session/session-requests.ts";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import { useViewer } from "../../lib/viewer.ts";
import { Menu, MenuItem, MenuLink } from "../../ui/menu/menu.tsx";
import { Avatar } from "../../ui/people/avatar.tsx";
import styles from "./account-menu.module.css";

export function AccountMenu() {
  const { t } = useTranslation();
  const { displayName, email, roles, organization } = useViewer();

  return (
    <div className={styles.box}>
      <Menu
        button={(button) => (
          <button {...button} type="button" className={styles.button}>
            <span className="visually-hidden">{t("shell.account", { name: displayName })}</span>
            <Avatar name={displayName} size={36} />
            <span className={styles.text}>
              <strong aria-hidden>{displayName}</strong>
              <span>{organization.name}</span>
            </span>
            <IconSelector size={16} stroke={1.7} aria-hidden />
          </button>
        )}
      >
        <div role="presentation" className={styles.label}>
          {roles.map((role) => t(`roles.${role}`)).join(", ")}
          {email !== null && <span>{email}</span>}
        </div>
        <MenuLink to="/sessions" icon={IconDevices}>
          {t("shell.sessions")}
        </MenuLink>
        <MenuLink to="/oidc/account" external icon={IconShieldLock}>
          {t("shell.security")}
        </MenuLink>
        <MenuItem icon={IconLogout} mirrored onSelect={() => announceEnd("left")}>
          {t("shell.signOut")}
        </MenuItem>
      </Menu>
    </div>
  );
}
