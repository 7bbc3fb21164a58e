import type { PaymentStatus } from "../../../graphql/graphql.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { Badge, type Tone } from "../../../ui/status/badge.tsx";

const tones = {
  PENDING: "amber",
  SUCCEEDED: "green",
  FAILED: "red",
  REFUNDED: "grey",
  PARTIALLY_REFUNDED: "blue",
} as const satisfies Record<PaymentStatus, Tone>;

export function PaymentStatusBadge({ status }: { readonly status: PaymentStatus }) {
  const { t } = useTranslation("bookkeeping");
  return <Badge tone={tones[status]} label={t(`paymentStatuses.${status}`)} />;
}
