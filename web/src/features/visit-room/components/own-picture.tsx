import { IconVideoOff } from "@tabler/icons-react";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import type { Devices } from "../use-devices.ts";
import { Picture } from "./picture.tsx";
import styles from "./room.module.css";

/** One's own picture, or that there is none. */
export function OwnPicture({ devices }: { devices: Devices }) {
  const { t } = useTranslation("visitRoom");
  if (devices.hasCamera && devices.cameraOn) {
    return <Picture own stream={devices.stream} label={t("preview.mine")} />;
  }
  return (
    <p className={styles.dark}>
      <IconVideoOff size={28} stroke={1.6} aria-hidden />
      <span>{devices.starting ? t("preview.starting") : t("preview.off")}</span>
    </p>
  );
}
