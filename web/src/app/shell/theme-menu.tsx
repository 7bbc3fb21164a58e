import { ActionIcon, type MantineColorScheme, Menu, useMantineColorScheme } from "@mantine/core";
import { IconDeviceDesktop, IconMoon, IconSun } from "@tabler/icons-react";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import styles from "./theme-menu.module.css";

const schemes = [
  { value: "light", icon: IconSun, label: "shell.themeLight" },
  { value: "dark", icon: IconMoon, label: "shell.themeDark" },
  { value: "auto", icon: IconDeviceDesktop, label: "shell.themeSystem" },
] as const satisfies readonly { value: MantineColorScheme; icon: unknown; label: string }[];

/** Light, dark, or what the system says. */
export function ThemeMenu() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Current = schemes.find(({ value }) => value === colorScheme)?.icon ?? IconSun;
  return (
    <Menu position="bottom-end" width={170} transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={40} aria-label={t("shell.theme")} c="var(--cc-ink-2)">
          <Current size={20} stroke={1.7} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup
          value={colorScheme}
          onChange={(chosen) => setColorScheme(schemes.find(({ value }) => value === chosen)?.value ?? "auto")}
        >
          {schemes.map(({ value, icon: Glyph, label }) => (
            <Menu.RadioItem key={value} value={value}>
              <span className={styles.scheme}>
                <Glyph size={16} stroke={1.7} aria-hidden />
                {t(label)}
              </span>
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
