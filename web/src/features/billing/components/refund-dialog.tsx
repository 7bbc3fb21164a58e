import { Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { type InvoicePaymentFragment, RefundPaymentDocument } from "../../../graphql/graphql.ts";
import { useCommandForm } from "../../../lib/form/use-command-form.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { CommandDialog } from "../../../ui/dialog/command-dialog.tsx";
import { explain, isReason } from "../explain.ts";
import { refundable } from "../settlement.ts";
import { useAmount } from "../use-amount.ts";
import { AmountField } from "./amount-field.tsx";
import { ReasonField } from "./reason-field.tsx";

interface RefundDialogProps {
  readonly payment: InvoicePaymentFragment;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Gives back a payment, whole or in parts. */
export function RefundDialog({ payment, opened, onClose }: RefundDialogProps) {
  const { t } = useTranslation("bookkeeping");
  const { t: common } = useTranslation();
  const format = useFormat();
  const { currency } = payment.amount;
  const left = refundable(payment);
  const amount = useAmount({ most: left, currency });
  const [reason, setReason] = useState("");
  const form = useCommandForm({
    document: RefundPaymentDocument,
    select: ({ refundPayment }) => refundPayment,
    places: ["amount", "reason"],
    read() {
      const problems = {
        ...(amount.problem === null ? {} : { amount: amount.problem }),
        ...(isReason(reason) ? {} : { reason: t("wrong.reason") }),
      };
      return Object.keys(problems).length > 0
        ? { problems }
        : {
            input: {
              ...{ paymentId: payment.id, amount: amount.amount },
              ...{ reason: reason.trim(), expectedVersion: payment.version },
            },
          };
    },
    explain: (error) => explain(error, t, common),
    unanswered: common("commands.unknown", { action: t("actions.refund") }),
    onDone() {
      notifications.show({ color: "green", message: t("refundDialog.done", { amount: amount.money }) });
      onClose();
    },
  });
  return (
    <CommandDialog
      title={t("refundDialog.title")}
      subtitle={t("refundDialog.subtitle", {
        left: format.money({ amount: left, currency }),
        amount: format.money(payment.amount),
      })}
      action={t("actions.refund")}
      opened={opened}
      onClose={onClose}
      form={form}
    >
      <Text size="sm">{t(payment.method === "CARD_ONLINE" ? "refundDialog.textOnline" : "refundDialog.text")}</Text>
      <AmountField
        focused
        label={t("amount")}
        currency={currency}
        value={amount.text}
        onChange={(value) => {
          amount.setText(value);
          form.mend("amount");
        }}
        error={form.problems.amount}
      />
      <ReasonField
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
