import { ActionIcon, Button } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import type { ProviderHoursFragment } from "../../../graphql/graphql.ts";
import { formatHours } from "../../../lib/format/clock-time.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useLazyDialog } from "../../../ui/dialog/use-lazy-dialog.tsx";
import { Card } from "../../../ui/layout/card.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { Badge } from "../../../ui/status/badge.tsx";
import styles from "./entries.module.css";

type Exception = NonNullable<ProviderHoursFragment["availabilityExceptions"]>[number];

const loadAdding = async () => (await import("./exception-dialog.tsx")).ExceptionDialog;
const loadRemoving = async () => (await import("./remove-exception-dialog.tsx")).RemoveExceptionDialog;

interface ExceptionsCardProps {
  readonly provider: ProviderHoursFragment;
  readonly onSaved: () => void;
}

/** The days on which a provider's hours are not those of the week. */
export function ExceptionsCard({ provider, onSaved }: ExceptionsCardProps) {
  const { t } = useTranslation("directory");
  const adding = useLazyDialog(loadAdding);
  const removing = useLazyDialog(loadRemoving);
  const daysOf = useDaysOf();
  const { locale } = useFormat();
  const hoursOf = ({ from, to }: Exception) =>
    from === null || to === null ? t("availability.allDay") : formatHours({ from, to }, locale);
  const exceptions = provider.availabilityExceptions ?? [];
  return (
    <Card
      title={t("availability.exceptions")}
      flush
      aside={
        <Button
          variant="default"
          size="xs"
          className={styles.add ?? ""}
          leftSection={<IconPlus size={15} stroke={2} aria-hidden />}
          onClick={() => adding.show({ provider, onDone: onSaved })}
        >
          {t("availability.addException")}
        </Button>
      }
    >
      {exceptions.length === 0 ? (
        <EmptyState text={t("availability.exceptionsEmpty")} />
      ) : (
        <ul className={styles.entries}>
          {exceptions.map((exception) => {
            const name = `${t(`availability.kinds.${exception.kind}`)}, ${daysOf(exception)}`;
            return (
              <li key={exception.id} className={styles.entry}>
                <span>
                  <strong>{daysOf(exception)}</strong>
                  <span className={styles.detail}>{hoursOf(exception)}</span>
                </span>
                <Badge
                  tone={exception.kind === "LEAVE" ? "amber" : "teal"}
                  label={t(`availability.kinds.${exception.kind}`)}
                />
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={28}
                  aria-label={t("availability.removeOf", { name })}
                  onClick={() => removing.show({ id: exception.id, name, onDone: onSaved })}
                >
                  <IconTrash size={16} stroke={1.7} aria-hidden />
                </ActionIcon>
              </li>
            );
          })}
        </ul>
      )}
      {adding.dialog}
      {removing.dialog}
    </Card>
  );
}

function useDaysOf() {
  const format = useFormat();
  return ({ fromDay, toDay }: Exception) =>
    fromDay === toDay ? format.date(fromDay) : format.dateRange(fromDay, toDay);
}
