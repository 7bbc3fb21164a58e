import { Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { VoidInvoiceDocument } from "../../../graphql/graphql.ts";
import { useCommandForm } from "../../../lib/form/use-command-form.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { CommandDialog } from "../../../ui/dialog/command-dialog.tsx";
import { explain, isReason } from "../explain.ts";
import type { InvoiceDialogProps } from "./invoice-dialog.tsx";
import { ReasonField } from "./reason-field.tsx";

/** Withdraws an invoice of which nothing was paid. */
export function VoidDialog({ invoice, opened, onClose }: InvoiceDialogProps) {
  const { t } = useTranslation("bookkeeping");
  const { t: common } = useTranslation();
  const [reason, setReason] = useState("");
  const form = useCommandForm({
    document: VoidInvoiceDocument,
    select: ({ voidInvoice }) => voidInvoice,
    places: ["reason"],
    read: () =>
      isReason(reason)
        ? { input: { id: invoice.id, reason: reason.trim(), expectedVersion: invoice.version } }
        : { problems: { reason: t("wrong.reason") } },
    explain: (error) => explain(error, t, common),
    unanswered: common("commands.unknown", { action: t("actions.void") }),
    onDone() {
      notifications.show({ color: "green", message: t("voidDialog.done") });
      onClose();
    },
  });
  return (
    <CommandDialog
      title={t("voidDialog.title")}
      action={t("actions.void")}
      danger
      opened={opened}
      onClose={onClose}
      form={form}
    >
      <Text size="sm">{t("voidDialog.text")}</Text>
      <ReasonField
        focused
        value={reason}
        onChange={(value) => {
          setReason(value);
          form.mend("reason");
        }}
        error={form.problems.reason}
      />
    </CommandDialog>
  );
}
