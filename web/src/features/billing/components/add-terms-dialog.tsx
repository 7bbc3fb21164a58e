import { TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { AddPayerTermsDocument } from "../../../graphql/graphql.ts";
import { useCommandForm } from "../../../lib/form/use-command-form.ts";
import { amountText, parseAmount, parsePercent } from "../../../lib/format/amount.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { dayInZone } from "../../../lib/format/zoned-time.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useViewer } from "../../../lib/viewer.ts";
import { CommandDialog } from "../../../ui/dialog/command-dialog.tsx";
import { explain } from "../explain.ts";
import { usePeriod } from "../use-period.ts";
import { AmountField } from "./amount-field.tsx";
import { PayerField } from "./payer-field.tsx";
import { PeriodFields } from "./period-fields.tsx";

interface AddDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** What a payer leaves to its patients. */
export function AddTermsDialog({ opened, onClose, onDone }: AddDialogProps) {
  const { t } = useTranslation("bookkeeping");
  const { t: common } = useTranslation();
  const format = useFormat();
  const { currency } = useViewer().organization;
  const [payerId, setPayerId] = useState<string | null>(null);
  const [plan, setPlan] = useState("");
  const [copay, setCopay] = useState("0");
  const [coinsurance, setCoinsurance] = useState("0");
  const period = usePeriod(dayInZone(new Date(), format.timeZone));
  const form = useCommandForm({
    document: AddPayerTermsDocument,
    select: ({ addPayerTerms }) => addPayerTerms,
    places: ["payerId", "plan", "copay", "coinsuranceBasisPoints", "startsOn", "endsOn"],
    read() {
      const [amount, points] = [parseAmount(copay, currency, format.locale), parsePercent(coinsurance)];
      const problems = {
        ...(payerId === null ? { payerId: t("wrong.payerMissing") } : {}),
        ...(amount === null
          ? { copay: t("wrong.amount", { example: amountText(12_345, currency, format.locale) }) }
          : {}),
        ...(points === null ? { coinsuranceBasisPoints: t("wrong.percent") } : {}),
        ...period.problems,
      };
      return payerId === null || amount === null || points === null || Object.keys(problems).length > 0
        ? { problems }
        : {
            input: {
              ...{ payerId, copay: amount, coinsuranceBasisPoints: points, ...period.input },
              ...(plan.trim() === "" ? {} : { plan: plan.trim() }),
            },
          };
    },
    explain: (error) => explain(error, t, common),
    unanswered: common("commands.unknown", { action: t("terms.add") }),
    onDone() {
      notifications.show({ color: "green", message: t("terms.done.added") });
      onDone();
      onClose();
    },
  });
  return (
    <CommandDialog
      title={t("terms.addTitle")}
      subtitle={t("terms.addSubtitle")}
      action={t("terms.add")}
      size={520}
      opened={opened}
      onClose={onClose}
      form={form}
    >
      <PayerField
        label={t("prices.payer")}
        required
        value={payerId}
        onChange={(id) => {
          setPayerId(id);
          form.mend("payerId");
        }}
        error={form.problems.payerId}
      />
      <TextInput
        label={t("terms.plan")}
        maxLength={200}
        autoComplete="off"
        value={plan}
        onChange={(event) => {
          setPlan(event.currentTarget.value);
          form.mend("plan");
        }}
        error={form.problems.plan}
      />
      <AmountField
        label={t("terms.copay")}
        currency={currency}
        value={copay}
        onChange={(value) => {
          setCopay(value);
          form.mend("copay");
        }}
        error={form.problems.copay}
      />
      <TextInput
        label={t("terms.coinsurance")}
        inputMode="decimal"
        maxLength={6}
        rightSection="%"
        value={coinsurance}
        onChange={(event) => {
          setCoinsurance(event.currentTarget.value);
          form.mend("coinsuranceBasisPoints");
        }}
        error={form.problems.coinsuranceBasisPoints}
      />
      <PeriodFields period={period} form={form} />
    </CommandDialog>
  );
}
