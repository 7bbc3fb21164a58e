import "@mantine/core/styles/Checkbox.css";
import { Checkbox, Input, SegmentedControl, Stack, Text } from "@mantine/core";
import { useId } from "react";
import { CancellationParty, type CancellationPreviewQuery } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";

type Preview = NonNullable<CancellationPreviewQuery["cancellationPreview"]>;

/** What the clinic decides about what calling a visit off costs. */
export interface Settlement {
  readonly onBehalfOf: CancellationParty;
  readonly waiveFee: boolean;
}

interface CancellationTermsProps {
  readonly preview: Preview;
  /** Several visits are called off: each has its own time until when that is free. */
  readonly several: boolean;
  /** Null: whoever calls it off is the patient, who decides nothing about it. */
  readonly settlement: Settlement | null;
  readonly onChange: (settlement: Settlement) => void;
}

const parties = [CancellationParty.Clinic, CancellationParty.Patient] as const;

/** What it costs to call a visit off now, told before; the clinic says on whose behalf, and may waive the fee. */
export function CancellationTerms({ preview, several, settlement, onChange }: CancellationTermsProps) {
  const { t } = useTranslation();
  const label = useId();
  const { day, time, money } = useFormat();
  const { freeUntil, fee } = preview;
  if (freeUntil === null) {
    return null;
  }
  const until = freeUntil;
  const atPatientsCost = settlement === null || settlement.onBehalfOf === CancellationParty.Patient;
  const waived = settlement?.waiveFee === true;

  function costText(): string {
    if (!atPatientsCost || waived) {
      return t("booking.cancelFree");
    }
    if (several) {
      return t("booking.cancelFees");
    }
    return fee === null
      ? t("booking.cancelFreeUntil", { day: day(until), time: time(until) })
      : t(settlement === null ? "booking.cancelFeeOwn" : "booking.cancelFee", { fee: money(fee) });
  }

  return (
    <Stack mt={16} gap={10}>
      {settlement !== null && (
        <Input.Wrapper label={t("booking.cancelParty")} labelElement="div" labelProps={{ id: label }}>
          <SegmentedControl
            fullWidth
            aria-labelledby={label}
            value={settlement.onBehalfOf}
            onChange={(value) =>
              onChange({ ...settlement, onBehalfOf: parties.find((party) => party === value) ?? settlement.onBehalfOf })
            }
            data={parties.map((party) => ({ value: party, label: t(`booking.cancelParties.${party}`) }))}
          />
        </Input.Wrapper>
      )}
      {settlement !== null && atPatientsCost && (several || fee !== null) && (
        <Checkbox
          label={several || fee === null ? t("booking.waiveFees") : t("booking.waiveFee", { fee: money(fee) })}
          checked={waived}
          onChange={(event) => onChange({ ...settlement, waiveFee: event.currentTarget.checked })}
        />
      )}
      <Text size="sm" role="status">
        {costText()}
      </Text>
    </Stack>
  );
}
