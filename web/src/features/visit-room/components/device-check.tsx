import { Button } from "@mantine/core";
import { IconAlertTriangle, IconRefresh } from "@tabler/icons-react";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import type { Devices } from "../use-devices.ts";
import { Door } from "./door.tsx";
import styles from "./room.module.css";

interface DeviceCheckProps {
  readonly devices: Devices;
  readonly name: string;
  readonly isProvider: boolean;
  readonly entering: boolean;
  readonly onEnter: () => void;
}

/** At the door: how one will be seen, before anybody sees it. */
export function DeviceCheck({ devices, name, isProvider, entering, onEnter }: DeviceCheckProps) {
  const { t } = useTranslation("visitRoom");
  const { problem } = devices;
  return (
    <Door devices={devices} titleId="device-check">
      <div>
        <h2 id="device-check">{t("preview.title")}</h2>
        <p>{t("preview.text", { name })}</p>
      </div>
      {problem !== null && (
        <div role="alert" className={styles.problem}>
          <IconAlertTriangle size={18} stroke={1.8} aria-hidden />
          <div>
            <strong>{t(`devices.${problem}.title`)}</strong>
            <p>{t(`devices.${problem}.text`)}</p>
            <Button
              variant="default"
              size="xs"
              leftSection={<IconRefresh size={15} aria-hidden />}
              onClick={devices.retry}
            >
              {t("devices.retry")}
            </Button>
          </div>
        </div>
      )}
      {problem === null && devices.stream !== null && !devices.hasCamera && <p>{t("devices.soundOnly")}</p>}
      <Button
        size="md"
        fullWidth
        loading={entering}
        disabled={devices.starting || problem === "denied" || problem === "busy"}
        onClick={onEnter}
      >
        {isProvider ? t("preview.enterAsProvider") : t("preview.enterAsPatient")}
      </Button>
    </Door>
  );
}
