import { TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useClient } from "urql";
import * as z from "zod/mini";
import { AddPayerTermsDocument } from "../../../graphql/graphql.ts";
import { limits } from "../../../graphql/limits.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { amount, percentage } from "../../../lib/forms/amounts.ts";
import { day, inOrder, optionalDay } from "../../../lib/forms/days.ts";
import { chosen, optionalText } from "../../../lib/forms/fields.ts";
import { useForm } from "../../../lib/forms/use-form.ts";
import { sendCommand } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useToday } from "../../../lib/use-today.ts";
import { useViewer } from "../../../lib/viewer.ts";
import { FieldStack } from "../../../ui/form/fields.tsx";
import { FormDialog } from "../../../ui/form/form-dialog.tsx";
import type { Choice } from "../../../ui/form/search-select.tsx";
import { useExplain } from "../explain.ts";
import { AmountField } from "./amount-field.tsx";
import { PayerField } from "./payer-field.tsx";
import { PercentageField } from "./percentage-field.tsx";
import { PeriodFields } from "./period-fields.tsx";

interface AddTermsDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** What a payer leaves to its patients. */
export function AddTermsDialog({ opened, onClose, onDone }: AddTermsDialogProps) {
  const { t } = useTranslation("bookkeeping");
  const { locale } = useFormat();
  const client = useClient();
  const explain = useExplain();
  const { currency } = useViewer().organization;
  const schema = z
    .object({
      payerId: chosen<Choice>(),
      plan: optionalText(limits.AddPayerTermsInput.plan),
      copay: amount({ currency, locale }),
      coinsuranceBasisPoints: percentage(),
      startsOn: day(),
      endsOn: optionalDay(),
    })
    .check(inOrder("startsOn", "endsOn"));
  const initial: z.input<typeof schema> = {
    ...{ payerId: null, plan: "", copay: "0", coinsuranceBasisPoints: "0", startsOn: useToday(), endsOn: "" },
  };
  const form = useForm({
    schema,
    initial,
    draft: "terms",
    action: t("terms.add"),
    send: ({ payerId, plan = null, ...input }, idempotencyKey) =>
      sendCommand(
        client,
        AddPayerTermsDocument,
        { ...input, plan, payerId: payerId.value, idempotencyKey },
        (data) => data.addPayerTerms,
      ),
    explain,
    onDone() {
      notifications.show({ color: "green", message: t("terms.done.added") });
      onDone();
      onClose();
    },
  });
  const { payerId } = form.values;
  return (
    <FormDialog
      form={form}
      title={t("terms.addTitle")}
      subtitle={t("terms.addSubtitle")}
      size={520}
      opened={opened}
      onClose={onClose}
      submit={t("terms.add")}
    >
      <FieldStack>
        <PayerField
          label={t("prices.payer")}
          required
          value={payerId?.value ?? null}
          known={payerId}
          onChange={(payer) => form.set("payerId", payer)}
          error={form.problem("payerId")}
        />
        <TextInput
          label={t("terms.plan")}
          maxLength={limits.AddPayerTermsInput.plan.max}
          autoComplete="off"
          {...form.text("plan")}
        />
        <AmountField label={t("terms.copay")} currency={currency} {...form.text("copay")} />
        <PercentageField label={t("terms.coinsurance")} {...form.text("coinsuranceBasisPoints")} />
        <PeriodFields form={form} />
      </FieldStack>
    </FormDialog>
  );
}
