import { notifications } from "@mantine/notifications";
import { useClient } from "urql";
import { LeaveWaitlistDocument, type WaitlistRowFragment } from "../../../graphql/graphql.ts";
import { sendCommand } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { ConfirmDialog } from "../../../ui/dialog/confirm-dialog.tsx";

interface LeaveDialogProps {
  readonly entry: WaitlistRowFragment;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

export function LeaveDialog({ entry, opened, onClose, onDone }: LeaveDialogProps) {
  const { t } = useTranslation("calendar");
  const { t: common } = useTranslation();
  const client = useClient();
  const name = entry.patient?.fullName ?? common("person.hidden");
  return (
    <ConfirmDialog
      title={t("waitlist.leaveTitle", { name })}
      confirm={t("waitlist.leave")}
      danger
      opened={opened}
      onClose={onClose}
      send={(idempotencyKey) =>
        sendCommand(
          client,
          LeaveWaitlistDocument,
          { id: entry.id, expectedVersion: entry.version, idempotencyKey },
          (data) => data.leaveWaitlist,
        )
      }
      onDone={() => {
        notifications.show({ color: "green", message: t("waitlist.done.left", { name }) });
        onDone();
      }}
    >
      {t("waitlist.leaveText")}
    </ConfirmDialog>
  );
}
