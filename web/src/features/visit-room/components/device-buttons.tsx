import { ActionIcon } from "@mantine/core";
import { IconMicrophone, IconMicrophoneOff, IconVideo, IconVideoOff } from "@tabler/icons-react";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import type { Devices } from "../use-devices.ts";
import styles from "./room.module.css";

/** Turns microphone and camera off and on; what there is none of has no button. */
export function DeviceButtons({ devices }: { devices: Devices }) {
  const { t } = useTranslation("visitRoom");
  const { hasMicrophone, microphoneOn, toggleMicrophone, hasCamera, cameraOn, toggleCamera } = devices;
  return (
    <>
      {hasMicrophone && (
        <Toggle
          on={microphoneOn}
          label={microphoneOn ? t("devices.mute") : t("devices.unmute")}
          icon={microphoneOn ? IconMicrophone : IconMicrophoneOff}
          onClick={toggleMicrophone}
        />
      )}
      {hasCamera && (
        <Toggle
          on={cameraOn}
          label={cameraOn ? t("devices.cameraOff") : t("devices.cameraOn")}
          icon={cameraOn ? IconVideo : IconVideoOff}
          onClick={toggleCamera}
        />
      )}
    </>
  );
}

interface ToggleProps {
  readonly on: boolean;
  readonly label: string;
  readonly icon: typeof IconVideo;
  readonly onClick: () => void;
}

function Toggle({ on, label, icon: Glyph, onClick }: ToggleProps) {
  return (
    <ActionIcon
      size={48}
      radius="xl"
      variant="filled"
      className={on ? (styles.round ?? "") : `${styles.round} ${styles.offRound}`}
      aria-label={label}
      title={label}
      onClick={onClick}
    >
      <Glyph size={22} stroke={1.7} aria-hidden />
    </ActionIcon>
  );
}
