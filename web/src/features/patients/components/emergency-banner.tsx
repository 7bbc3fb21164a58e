import { Button } from "@mantine/core";
import { IconUrgent } from "@tabler/icons-react";
import { useEffect } from "react";
import type { HeldAccessFragment } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useGiveBack } from "../use-give-back.ts";
import styles from "./emergency.module.css";

interface EmergencyBannerProps {
  readonly access: HeldAccessFragment;
  /** The access is over, or was given back. */
  readonly onOver: () => void;
}

/** That the reader is at this record by emergency access, until when, and the way to give it back. */
export function EmergencyBanner({ access: { id, expiresAt }, onOver }: EmergencyBannerProps) {
  const { t } = useTranslation("record");
  const format = useFormat();
  const { giveBack, sending } = useGiveBack(onOver);
  useEffect(() => {
    const timer = setTimeout(onOver, Date.parse(expiresAt) - Date.now());
    return () => clearTimeout(timer);
  }, [expiresAt, onOver]);
  return (
    <section aria-label={t("emergency.open")} className={styles.banner}>
      <IconUrgent size={18} stroke={1.8} aria-hidden />
      <p>{t("emergency.held", { time: format.time(expiresAt) })}</p>
      <Button size="xs" variant="default" loading={sending} onClick={() => void giveBack(id)}>
        {t("emergency.giveBack")}
      </Button>
    </section>
  );
}
