import { ActionIcon } from "@mantine/core";
import { IconLanguage } from "@tabler/icons-react";
import { languages, offeredLanguages, rememberLanguage, type WrittenLanguage } from "../../lib/i18n/languages.ts";
import { speak } from "../../lib/i18n/texts.ts";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import { Menu, MenuChoice } from "./menu.tsx";

/** In which language the app speaks on this device, each by its own name. */
export function LanguageMenu() {
  const { t, language } = useTranslation();

  async function choose(next: WrittenLanguage): Promise<void> {
    await speak(next);
    rememberLanguage(next);
  }

  return (
    <Menu
      width={170}
      button={(button) => (
        <ActionIcon
          {...button}
          variant="subtle"
          color="gray"
          size={40}
          aria-label={t("shell.language")}
          c="var(--cc-ink-2)"
        >
          <IconLanguage size={20} stroke={1.7} aria-hidden />
        </ActionIcon>
      )}
    >
      {offeredLanguages.map((offered) => (
        <MenuChoice
          key={offered}
          lang={offered}
          chosen={offered === language}
          onSelect={() => void choose(offered).catch(() => undefined)}
        >
          {languages[offered].name}
        </MenuChoice>
      ))}
    </Menu>
  );
}
