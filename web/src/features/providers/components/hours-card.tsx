import type { ProviderProfileQuery } from "../../../graphql/graphql.ts";
import { formatHours } from "../../../lib/format/clock-time.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { Card } from "../../../ui/layout/card.tsx";
import { Facts } from "../../../ui/layout/facts.tsx";
import { TextLink } from "../../../ui/layout/text-link.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { weekdays } from "../week-hours.ts";
import styles from "./hours-card.module.css";

interface HoursCardProps {
  readonly provider: NonNullable<ProviderProfileQuery["provider"]>;
  readonly changeable: boolean;
}

/** When a provider works, as it holds now. */
export function HoursCard({ provider, changeable }: HoursCardProps) {
  const { t } = useTranslation("directory");
  const format = useFormat();
  const hours = provider.weeklyHours ?? [];
  return (
    <Card
      title={t("profile.hours")}
      subtitle={provider.timeZone.replaceAll("_", " ")}
      aside={changeable && <TextLink to={`/providers/${provider.id}/availability`}>{t("profile.edit")}</TextLink>}
    >
      {hours.length === 0 ? (
        <EmptyState text={t("profile.hoursEmpty")} />
      ) : (
        <Facts
          facts={weekdays
            .map((day) => ({ day, ofDay: hours.filter((one) => one.day === day) }))
            .filter(({ ofDay }) => ofDay.length > 0)
            .map(({ day, ofDay }) => ({
              label: t(`weekdays.${day}`),
              value: ofDay.map(({ from, to }) => (
                <span key={from} className={styles.interval}>
                  {formatHours({ from, to }, format.locale)}
                </span>
              )),
            }))}
        />
      )}
    </Card>
  );
}
