import { Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useClient } from "urql";
import * as z from "zod/mini";
import { CancelPaymentDocument, type InvoicePaymentFragment } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useForm } from "../../../lib/forms/use-form.ts";
import { sendCommand } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { FormDialog } from "../../../ui/form/form-dialog.tsx";
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
  const form = useForm({
    schema: z.object({}),
    initial: {},
    action: t("actions.giveUp"),
    send: (_, idempotencyKey) =>
      sendCommand(
        client,
        CancelPaymentDocument,
        { paymentId: payment.id, idempotencyKey },
        (data) => data.cancelPayment,
      ),
    explain,
    onDone() {
      notifications.show({ color: "green", message: t("giveUpDialog.done") });
      onClose();
    },
  });
  return (
    <FormDialog
      form={form}
      title={t("giveUpDialog.title", { amount: format.money(payment.amount) })}
      size={460}
      opened={opened}
      onClose={onClose}
      submit={t("actions.giveUp")}
      danger
    >
      <Text size="sm">{t("giveUpDialog.text")}</Text>
    </FormDialog>
  );
}
