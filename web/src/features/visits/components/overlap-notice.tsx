import { IconAlertTriangle } from "@tabler/icons-react";
import type { VisitDetailsQuery } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import styles from "./overlap-notice.module.css";

type Visit = NonNullable<VisitDetailsQuery["appointment"]>;

/** That the patient has other visits at the same time, which nobody can keep. */
export function OverlapNotice({ visits }: { visits: NonNullable<Visit["overlapping"]> }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div role="note" className={styles.notice}>
      <IconAlertTriangle size={18} stroke={1.7} aria-hidden />
      <div>
        <p>{t("visits.overlaps")}</p>
        <ul>
          {visits.map(({ id, startsAt, endsAt, provider }) => (
            <li key={id}>
              {format.time(startsAt)} – {format.time(endsAt)} · <bdi>{provider?.fullName ?? t("person.hidden")}</bdi>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
