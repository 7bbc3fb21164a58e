import { notifications } from "@mantine/notifications";
import { useClient } from "urql";
import * as z from "zod/mini";
import { CreditInvoiceDocument, InvoiceParty } from "../../../graphql/graphql.ts";
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
import { creditable } from "../settlement.ts";
import type { InvoiceDialogProps } from "./invoice-dialog.tsx";
import { ReasonField } from "./reason-field.tsx";
import { ShareFields } from "./share-fields.tsx";

const limit = limits.CreditInvoiceInput.reason;

/** Takes back what was charged too much. */
export function CreditDialog({ invoice, opened, onClose }: InvoiceDialogProps) {
  const { t } = useTranslation("bookkeeping");
  const format = useFormat();
  const client = useClient();
  const explain = useExplain();
  const { currency } = invoice.total;
  const leftOf = (of: InvoiceParty) => creditable(invoice, of);
  const party: InvoiceParty = InvoiceParty.Patient;
  const form = useForm({
    schema: z
      .object({
        party: z.enum(InvoiceParty),
        amount: amount({ currency, locale: format.locale }),
        reason: text(limit),
      })
      .check(within(({ party: of }) => leftOf(of), currency, format)),
    initial: { party, amount: amountText(leftOf(party), currency, format.locale), reason: "" },
    draft: draftOf("credit", invoice),
    action: t("creditDialog.title"),
    send: (input, idempotencyKey) =>
      sendCommand(
        client,
        CreditInvoiceDocument,
        { ...input, id: invoice.id, expectedVersion: invoice.version, idempotencyKey },
        (data) => data.creditInvoice,
      ),
    explain,
    onDone(_, sent) {
      const credited = format.money({ amount: sent.amount, currency });
      notifications.show({ color: "green", message: t("creditDialog.done", { amount: credited }) });
      onClose();
    },
  });
  return (
    <FormDialog
      form={form}
      title={t("creditDialog.title")}
      subtitle={t("creditDialog.subtitle")}
      size={480}
      opened={opened}
      onClose={onClose}
      submit={t("creditDialog.title")}
    >
      <FieldStack>
        <ShareFields
          invoice={invoice}
          form={form}
          leftOf={leftOf}
          hint={(left) => t("creditDialog.left", { amount: left })}
        />
        <ReasonField limit={limit} {...form.text("reason")} />
      </FieldStack>
    </FormDialog>
  );
}
