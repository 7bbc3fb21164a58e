import { ActionIcon } from "@mantine/core";
import { IconPhoneOff } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import type { RoomState } from "../room-session.ts";
import type { Devices } from "../use-devices.ts";
import { DeviceButtons } from "./device-buttons.tsx";
import { OwnPicture } from "./own-picture.tsx";
import { Picture } from "./picture.tsx";
import styles from "./room.module.css";

interface CallViewProps {
  readonly state: Extract<RoomState, { readonly kind: "inside" }>;
  readonly devices: Devices;
  readonly name: string;
  readonly onLeave: () => void;
}

/** The visit itself: the other side large, oneself small. */
export function CallView({ state: { room, call, remote }, devices, name, onLeave }: CallViewProps) {
  const { t } = useTranslation("visitRoom");
  const connected = call === "connected";
  const alone = room.peer === null;
  const said = alone
    ? t("call.alone", { name })
    : call === "reconnecting"
      ? t("call.reconnecting")
      : t("call.connecting", { name });
  return (
    <div className={`${styles.stage} ${styles.call}`}>
      {remote !== null && !alone && <Picture stream={remote} label={t("call.theirs", { name })} />}
      <div role="status" className={connected ? styles.state : `${styles.state} ${styles.stateLarge}`}>
        {connected ? (
          <>
            <span aria-hidden className={styles.dot} />
            {t("call.connected")}
          </>
        ) : (
          said
        )}
      </div>
      <Elapsed />
      <p className={styles.name}>{name}</p>
      <div className={styles.own}>
        <OwnPicture devices={devices} />
      </div>
      <section aria-label={t("call.controls")} className={styles.controls}>
        <DeviceButtons devices={devices} />
        <ActionIcon
          size={48}
          radius="xl"
          variant="filled"
          className={`${styles.round} ${styles.hangUp}`}
          aria-label={t("call.leave")}
          title={t("call.leave")}
          onClick={onLeave}
        >
          <IconPhoneOff size={22} stroke={1.7} aria-hidden />
        </ActionIcon>
      </section>
    </div>
  );
}

/** How long it has been going on here. */
function Elapsed() {
  const { t } = useTranslation("visitRoom");
  const [began] = useState(() => Date.now());
  const [now, setNow] = useState(began);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.floor((now - began) / 1_000);
  return (
    <span role="timer" aria-label={t("call.elapsed")} aria-live="off" className={styles.elapsed}>
      {`${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`}
    </span>
  );
}
