import { ActionIcon, type MantineColorScheme, useMantineColorScheme } from "@mantine/core";
import { IconDeviceDesktop, IconMoon, IconSun } from "@tabler/icons-react";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import { Menu, MenuChoice } from "../../ui/menu/menu.tsx";

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
    <Menu
      width={170}
      button={(button) => (
        <ActionIcon
          {...button}
          variant="subtle"
          color="gray"
          size={40}
          aria-label={t("shell.theme")}
          c="var(--cc-ink-2)"
        >
          <Current size={20} stroke={1.7} aria-hidden />
        </ActionIcon>
      )}
    >
      {schemes.map(({ value, icon, label }) => (
        <MenuChoice key={value} icon={icon} chosen={value === colorScheme} onSelect={() => setColorScheme(value)}>
          {t(label)}
        </MenuChoice>
      ))}
    </Menu>
  );
}
