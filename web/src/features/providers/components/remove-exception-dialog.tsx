import { notifications } from "@mantine/notifications";
import { useClient } from "urql";
import { RemoveAvailabilityExceptionDocument } from "../../../graphql/graphql.ts";
import { sendCommand } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { ConfirmDialog } from "../../../ui/dialog/confirm-dialog.tsx";
import { useExplain } from "../explain.ts";

interface RemoveExceptionDialogProps {
  readonly request: { readonly id: string; readonly name: string; readonly onDone: () => void };
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function RemoveExceptionDialog({ request, opened, onClose }: RemoveExceptionDialogProps) {
  const { id, name, onDone } = request;
  const { t } = useTranslation("directory");
  const client = useClient();
  const explain = useExplain();
  return (
    <ConfirmDialog
      title={t("availability.removeTitle", { name })}
      confirm={t("availability.remove")}
      danger
      opened={opened}
      onClose={onClose}
      send={(idempotencyKey) =>
        sendCommand(
          client,
          RemoveAvailabilityExceptionDocument,
          { id, idempotencyKey },
          (data) => data.removeAvailabilityException,
        )
      }
      explain={explain}
      onDone={() => {
        notifications.show({ color: "green", message: t("availability.exceptionRemoved") });
        onDone();
      }}
    >
      {t("availability.removeText")}
    </ConfirmDialog>
  );
}
