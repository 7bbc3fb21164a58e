import "@mantine/core/styles/Stack.css";
import { SegmentedControl, Stack, Text } from "@mantine/core";
import { useId } from "react";
import { InvoiceParty } from "../../../graphql/graphql.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";

const parties = Object.values(InvoiceParty);

interface PartyFieldProps {
  readonly value: InvoiceParty;
  readonly onChange: (party: InvoiceParty) => void;
}

/** Whose share of an invoice it is about. */
export function PartyField({ value, onChange }: PartyFieldProps) {
  const { t } = useTranslation("bookkeeping");
  const label = useId();
  return (
    <Stack gap={4}>
      <Text id={label} size="sm" fw={500}>
        {t("party")}
      </Text>
      <SegmentedControl
        aria-labelledby={label}
        value={value}
        onChange={(chosen) => onChange(parties.find((party) => party === chosen) ?? InvoiceParty.Patient)}
        data={parties.map((party) => ({ value: party, label: t(`parties.${party}`) }))}
      />
    </Stack>
  );
}
