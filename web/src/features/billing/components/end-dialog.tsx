import { Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { EndPayerTermsDocument, EndPriceDocument } from "../../../graphql/graphql.ts";
import { useCommandForm } from "../../../lib/form/use-command-form.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { dayInZone } from "../../../lib/format/zoned-time.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { CommandDialog } from "../../../ui/dialog/command-dialog.tsx";
import { explain } from "../explain.ts";

interface EndDialogProps {
  /** A price, or a payer's terms. */
  readonly of: "prices" | "terms";
  readonly row: { readonly id: string; readonly startsOn: string; readonly version: number };
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Says on which day something holds for the last time. */
export function EndDialog({ of, row, opened, onClose, onDone }: EndDialogProps) {
  const { t } = useTranslation("bookkeeping");
  const { t: common } = useTranslation();
  const format = useFormat();
  const today = dayInZone(new Date(), format.timeZone);
  const [day, setDay] = useState([row.startsOn, today].sort().at(-1) ?? today);
  const shared = {
    places: ["endsOn"] as const,
    read() {
      if (day === "") {
        return { problems: { endsOn: t("wrong.dayMissing") } };
      }
      return day < row.startsOn
        ? { problems: { endsOn: t("wrong.endBeforeStart") } }
        : { input: { id: row.id, endsOn: day, expectedVersion: row.version } };
    },
    explain: (error: Parameters<typeof explain>[0]) => explain(error, t, common),
    unanswered: common("commands.unknown", { action: t("prices.end") }),
    onDone() {
      notifications.show({ color: "green", message: t(`${of}.done.ended`, { day: format.date(day) }) });
      onDone();
      onClose();
    },
  };
  const price = useCommandForm({ ...shared, document: EndPriceDocument, select: ({ endPrice }) => endPrice });
  const terms = useCommandForm({
    ...shared,
    document: EndPayerTermsDocument,
    select: ({ endPayerTerms }) => endPayerTerms,
  });
  const form = of === "prices" ? price : terms;
  return (
    <CommandDialog
      title={t(`${of}.endTitle`)}
      action={t("prices.end")}
      size={440}
      opened={opened}
      onClose={onClose}
      form={form}
    >
      <Text size="sm">{t(`${of}.endText`)}</Text>
      <TextInput
        data-autofocus
        type="date"
        label={t("prices.lastDay")}
        required
        min={row.startsOn}
        value={day}
        onChange={(event) => {
          setDay(event.currentTarget.value);
          form.mend("endsOn");
        }}
        error={form.problems.endsOn}
      />
    </CommandDialog>
  );
}
