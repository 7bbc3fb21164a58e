import { Skeleton } from "@mantine/core";
import type { AppointmentStatus } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { ShareBar } from "../../../ui/chart/share-bar.tsx";
import { Card } from "../../../ui/layout/card.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { ErrorState } from "../../../ui/state/error-state.tsx";

// From what is done to what did not happen: the order in which a day goes by.
const fills = {
  FULFILLED: "var(--cc-green-fill)",
  IN_PROGRESS: "var(--cc-amber-fill)",
  CHECKED_IN: "var(--cc-teal-fill)",
  CONFIRMED: "var(--cc-navy-fill)",
  BOOKED: "var(--cc-blue-fill)",
  REQUESTED: "var(--cc-violet-fill)",
  CANCELLED: "var(--cc-grey-fill)",
  NO_SHOW: "var(--cc-red-fill)",
} as const satisfies Record<AppointmentStatus, string>;

const inOrder = Object.keys(fills) as readonly AppointmentStatus[];

interface StatusCardProps {
  readonly counts: readonly { readonly status: AppointmentStatus; readonly count: number }[] | null | undefined;
  readonly onRetry: () => void;
}

export function StatusCard({ counts, onRetry }: StatusCardProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const shares = inOrder.flatMap((status) => {
    const count = counts?.find((candidate) => candidate.status === status)?.count ?? 0;
    return count === 0
      ? []
      : [{ key: status, label: t(`appointments.statuses.${status}`), count, color: fills[status] }];
  });
  return (
    <Card title={t("dashboard.byStatusTitle")}>
      {counts === undefined && <Skeleton height={212} />}
      {counts === null && <ErrorState quiet onRetry={onRetry} />}
      {counts &&
        (shares.length === 0 ? (
          <EmptyState text={t("dashboard.byStatusEmpty")} />
        ) : (
          <ShareBar shares={shares} formatNumber={format.number} />
        ))}
    </Card>
  );
}
