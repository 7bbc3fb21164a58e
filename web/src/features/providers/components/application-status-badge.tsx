import type { ProviderApplicationStatus } from "../../../graphql/graphql.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { Badge, type Tone } from "../../../ui/status/badge.tsx";

const tones = {
  SUBMITTED: "blue",
  IN_REVIEW: "teal",
  MORE_INFORMATION_REQUESTED: "amber",
  APPROVED: "green",
  REJECTED: "red",
  WITHDRAWN: "grey",
} as const satisfies Record<ProviderApplicationStatus, Tone>;

export function ApplicationStatusBadge({ status }: { readonly status: ProviderApplicationStatus }) {
  const { t } = useTranslation("directory");
  return <Badge tone={tones[status]} label={t(`applications.statuses.${status}`)} />;
}
