import { Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useClient } from "urql";
import { EndPayerTermsDocument, EndPriceDocument } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { type Outcome, sendCommand } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { EndDialog } from "../../../ui/dialog/end-dialog.tsx";
import { useExplain } from "../explain.ts";

interface EndPeriodDialogProps {
  /** A price, or a payer's terms. */
  readonly of: "prices" | "terms";
  readonly row: { readonly id: string; readonly startsOn: string; readonly version: number };
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Says on which day a price or terms hold for the last time. */
export function EndPeriodDialog({ of, row, opened, onClose, onDone }: EndPeriodDialogProps) {
  const { t } = useTranslation("bookkeeping");
  const format = useFormat();
  const client = useClient();
  const explain = useExplain();
  return (
    <EndDialog
      title={t(`${of}.endTitle`)}
      label={t("prices.lastDay")}
      confirm={t("prices.end")}
      beganOn={row.startsOn}
      draft={`end-${of}:${row.id}`}
      opened={opened}
      onClose={onClose}
      send={(endsOn, idempotencyKey): Promise<Outcome<unknown>> => {
        const input = { id: row.id, endsOn, expectedVersion: row.version, idempotencyKey };
        return of === "prices"
          ? sendCommand(client, EndPriceDocument, input, (data) => data.endPrice)
          : sendCommand(client, EndPayerTermsDocument, input, (data) => data.endPayerTerms);
      }}
      explain={explain}
      onDone={(day) => {
        notifications.show({ color: "green", message: t(`${of}.done.ended`, { day: format.date(day) }) });
        onDone();
      }}
    >
      <Text size="sm">{t(`${of}.endText`)}</Text>
    </EndDialog>
  );
}
