import type { WaitlistStatus } from "../../../graphql/graphql.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { Badge, type Tone } from "../../../ui/status/badge.tsx";

const tones = {
  WAITING: "blue",
  OFFERED: "amber",
  BOOKED: "green",
  LEFT: "grey",
  EXPIRED: "grey",
} as const satisfies Record<WaitlistStatus, Tone>;

export function WaitlistStatusBadge({ status }: { readonly status: WaitlistStatus }) {
  const { t } = useTranslation("calendar");
  return <Badge tone={tones[status]} label={t(`waitlist.statuses.${status}`)} />;
}
