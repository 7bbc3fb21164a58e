import { Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { LeaveWaitlistDocument, type WaitlistRowFragment } from "../../../graphql/graphql.ts";
import { useCommandForm } from "../../../lib/form/use-command-form.ts";
import { refusalText } from "../../../lib/graphql/refusal-text.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { CommandDialog } from "../../../ui/dialog/command-dialog.tsx";

interface LeaveDialogProps {
  readonly entry: WaitlistRowFragment;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

export function LeaveDialog({ entry, opened, onClose, onDone }: LeaveDialogProps) {
  const { t } = useTranslation("calendar");
  const { t: common } = useTranslation();
  const name = entry.patient?.fullName ?? common("person.hidden");
  const form = useCommandForm({
    document: LeaveWaitlistDocument,
    select: ({ leaveWaitlist }) => leaveWaitlist,
    places: [],
    read: () => ({ input: { id: entry.id, expectedVersion: entry.version } }),
    explain: (error) => refusalText(error, common),
    unanswered: common("commands.unknown", { action: t("waitlist.leave") }),
    onDone() {
      notifications.show({ color: "green", message: t("waitlist.done.left", { name }) });
      onDone();
      onClose();
    },
  });
  return (
    <CommandDialog
      title={t("waitlist.leaveTitle", { name })}
      action={t("waitlist.leave")}
      danger
      opened={opened}
      onClose={onClose}
      form={form}
    >
      <Text size="sm">{t("waitlist.leaveText")}</Text>
    </CommandDialog>
  );
}
