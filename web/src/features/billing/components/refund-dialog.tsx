import { Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useClient } from "urql";
import * as z from "zod/mini";
import { type InvoicePaymentFragment, RefundPaymentDocument } from "../../../graphql/graphql.ts";
import { limits } from "../../../graphql/limits.ts";
import { amountText } from "../../../lib/format/amount.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { amount } from "../../../lib/forms/amounts.ts";
import { draftOf } from "../../../lib/forms/draft-name.ts";
import { text } from "../../../lib/forms/fields.ts";
import { useForm } from "../../../lib/forms/use-form.ts";
import { sendCommand } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { FieldStack } from "../../../ui/form/fields.tsx";
import { FormDialog } from "../../../ui/form/form-dialog.tsx";
import { within } from "../amount-within.ts";
import { useExplain } from "../explain.ts";
import { refundable } from "../settlement.ts";
import { AmountField } from "./amount-field.tsx";
import { ReasonField } from "./reason-field.tsx";

interface RefundDialogProps {
  readonly payment: InvoicePaymentFragment;
  readonly opened: boolean;
  readonly onClose: () => void;
}

const limit = limits.RefundPaymentInput.reason;

/** Gives back a payment, whole or in parts. */
export function RefundDialog({ payment, opened, onClose }: RefundDialogProps) {
  const { t } = useTranslation("bookkeeping");
  const format = useFormat();
  const client = useClient();
  const explain = useExplain();
  const { currency } = payment.amount;
  const left = refundable(payment);
  const form = useForm({
    schema: z
      .object({ amount: amount({ currency, locale: format.locale }), reason: text(limit) })
      .check(within(() => left, currency, format)),
    initial: { amount: amountText(left, currency, format.locale), reason: "" },
    draft: draftOf("refund", payment),
    action: t("actions.refund"),
    send: (input, idempotencyKey) =>
      sendCommand(
        client,
        RefundPaymentDocument,
        { ...input, paymentId: payment.id, expectedVersion: payment.version, idempotencyKey },
        (data) => data.refundPayment,
      ),
    explain,
    onDone(_, sent) {
      const given = format.money({ amount: sent.amount, currency });
      notifications.show({ color: "green", message: t("refundDialog.done", { amount: given }) });
      onClose();
    },
  });
  return (
    <FormDialog
      form={form}
      title={t("refundDialog.title")}
      subtitle={t("refundDialog.subtitle", {
        left: format.money({ amount: left, currency }),
        amount: format.money(payment.amount),
      })}
      size={480}
      opened={opened}
      onClose={onClose}
      submit={t("actions.refund")}
    >
      <FieldStack>
        <Text size="sm">{t(payment.method === "CARD_ONLINE" ? "refundDialog.textOnline" : "refundDialog.text")}</Text>
        <AmountField focused label={t("amount")} currency={currency} {...form.text("amount")} />
        <ReasonField limit={limit} {...form.text("reason")} />
      </FieldStack>
    </FormDialog>
  );
}
