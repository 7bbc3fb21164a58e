import { notifications } from "@mantine/notifications";
import { useClient } from "urql";
import { CancelPaymentDocument, type InvoicePaymentFragment } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { sendCommand } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { ConfirmDialog } from "../../../ui/dialog/confirm-dialog.tsx";
import { useExplain } from "../explain.ts";

interface GiveUpDialogProps {
  readonly payment: InvoicePaymentFragment;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Gives up a payment that is under way online, so that the money can be taken in another way. */
export function GiveUpDialog({ payment, opened, onClose }: GiveUpDialogProps) {
  const { t } = useTranslation("bookkeeping");
  const format = useFormat();
  const client = useClient();
  const explain = useExplain();
  return (
    <ConfirmDialog
      title={t("giveUpDialog.title", { amount: format.money(payment.amount) })}
      confirm={t("actions.giveUp")}
      danger
      opened={opened}
      onClose={onClose}
      send={(idempotencyKey) =>
        sendCommand(
          client,
          CancelPaymentDocument,
          { paymentId: payment.id, idempotencyKey },
          (data) => data.cancelPayment,
        )
      }
      explain={explain}
      onDone={() => notifications.show({ color: "green", message: t("giveUpDialog.done") })}
    >
      {t("giveUpDialog.text")}
    </ConfirmDialog>
  );
}
