import { Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { RemoveAvailabilityExceptionDocument } from "../../../graphql/graphql.ts";
import { useCommandForm } from "../../../lib/form/use-command-form.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { CommandDialog } from "../../../ui/dialog/command-dialog.tsx";
import { explain } from "../explain.ts";

interface RemoveExceptionDialogProps {
  readonly request: { readonly id: string; readonly name: string; readonly onDone: () => void };
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function RemoveExceptionDialog({ request, opened, onClose }: RemoveExceptionDialogProps) {
  const { id, name, onDone } = request;
  const { t } = useTranslation("directory");
  const { t: common } = useTranslation();
  const form = useCommandForm({
    document: RemoveAvailabilityExceptionDocument,
    select: ({ removeAvailabilityException }) => removeAvailabilityException,
    places: [],
    read: () => ({ input: { id } }),
    explain: (error) => explain(error, t, common),
    unanswered: common("commands.unknown", { action: t("availability.remove") }),
    onDone() {
      notifications.show({ color: "green", message: t("availability.exceptionRemoved") });
      onDone();
      onClose();
    },
  });
  return (
    <CommandDialog
      title={t("availability.removeTitle", { name })}
      action={t("availability.remove")}
      danger
      size={440}
      opened={opened}
      onClose={onClose}
      form={form}
    >
      <Text size="sm">{t("availability.removeText")}</Text>
    </CommandDialog>
  );
}
