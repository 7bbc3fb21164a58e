import type { PrepaymentState } from "../../../graphql/graphql.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { Badge, type Tone } from "../../../ui/status/badge.tsx";

const tones = {
  AWAITING: "amber",
  WAIVED: "blue",
  PAID: "teal",
  CONFIRMED: "green",
  FAILED: "red",
  CANCELLED: "grey",
  REFUNDING: "amber",
  REFUNDED: "grey",
} as const satisfies Record<PrepaymentState, Tone>;

export function PrepaymentStateBadge({ state }: { readonly state: PrepaymentState }) {
  const { t } = useTranslation("bookkeeping");
  return <Badge tone={tones[state]} label={t(`prepayments.states.${state}`)} />;
}
