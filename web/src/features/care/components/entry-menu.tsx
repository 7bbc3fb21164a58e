import { ActionIcon } from "@mantine/core";
import { IconCheck, IconDots, IconPencil } from "@tabler/icons-react";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { Menu, MenuItem } from "../../../ui/menu/menu.tsx";

interface EntryMenuProps {
  readonly name: string;
  readonly endLabel: string;
  readonly onEdit: () => void;
  /** Absent for what is over. */
  readonly onEnd: (() => void) | undefined;
}

/** What can be done with an entry of a history. */
export function EntryMenu({ name, endLabel, onEdit, onEnd }: EntryMenuProps) {
  const { t } = useTranslation("record");
  return (
    <Menu
      width={190}
      button={(button) => (
        <ActionIcon {...button} variant="subtle" color="gray" size={32} aria-label={t("actionsFor", { name })}>
          <IconDots size={18} stroke={1.8} aria-hidden />
        </ActionIcon>
      )}
    >
      <MenuItem icon={IconPencil} onSelect={onEdit}>
        {t("correct")}
      </MenuItem>
      {onEnd && (
        <MenuItem icon={IconCheck} onSelect={onEnd}>
          {endLabel}
        </MenuItem>
      )}
    </Menu>
  );
}
