import { Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useClient } from "urql";
import { VoidInvoiceDocument } from "../../../graphql/graphql.ts";
import { limits } from "../../../graphql/limits.ts";
import { sendCommand } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { ReasonDialog } from "../../../ui/dialog/reason-dialog.tsx";
import { useExplain } from "../explain.ts";
import type { InvoiceDialogProps } from "./invoice-dialog.tsx";

/** Withdraws an invoice of which nothing was paid. */
export function VoidDialog({ invoice, opened, onClose }: InvoiceDialogProps) {
  const { t } = useTranslation("bookkeeping");
  const client = useClient();
  const explain = useExplain();
  return (
    <ReasonDialog
      title={t("voidDialog.title")}
      label={t("reason")}
      description={t("reasonHint")}
      limit={limits.VoidInvoiceInput.reason}
      draft={`void:${invoice.id}`}
      confirm={t("actions.void")}
      danger
      opened={opened}
      onClose={onClose}
      send={(reason, idempotencyKey) =>
        sendCommand(
          client,
          VoidInvoiceDocument,
          { id: invoice.id, reason, expectedVersion: invoice.version, idempotencyKey },
          (data) => data.voidInvoice,
        )
      }
      explain={explain}
      onDone={() => notifications.show({ color: "green", message: t("voidDialog.done") })}
    >
      <Text size="sm">{t("voidDialog.text")}</Text>
    </ReasonDialog>
  );
}
