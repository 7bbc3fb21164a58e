import { Button } from "@mantine/core";
import { IconDoorEnter, IconHourglass, IconUserCheck } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import type { RoomState } from "../room-session.ts";
import type { Devices } from "../use-devices.ts";
import { Door } from "./door.tsx";
import styles from "./room.module.css";

interface WaitingViewProps {
  readonly state: Extract<RoomState, { readonly kind: "inside" }>;
  readonly devices: Devices;
  readonly name: string;
  readonly isProvider: boolean;
  readonly onAdmit: () => Promise<void>;
  readonly onLeave: () => void;
}

/** The waiting room: the patient waits for the provider, who sees that they do and lets them in. */
export function WaitingView({ state, devices, name, isProvider, onAdmit, onLeave }: WaitingViewProps) {
  const { t } = useTranslation("visitRoom");
  const [admitting, setAdmitting] = useState(false);
  const theyWait = isProvider && state.room.peer !== null;

  async function admit(): Promise<void> {
    setAdmitting(true);
    await onAdmit();
    setAdmitting(false);
  }

  const patientText =
    state.room.peer === null ? t("waiting.patientAlone", { name }) : t("waiting.patientText", { name });
  const providerTitle = theyWait ? t("waiting.theyWaitTitle", { name }) : t("waiting.providerTitle", { name });
  const providerText = theyWait ? t("waiting.theyWaitText") : t("waiting.providerText");
  const Glyph = theyWait ? IconUserCheck : IconHourglass;
  return (
    <Door devices={devices} titleId="waiting">
      <span aria-hidden className={theyWait ? `${styles.tile} ${styles.tileReady}` : styles.tile}>
        <Glyph size={26} stroke={1.6} />
      </span>
      <div role="status">
        <h2 id="waiting">{isProvider ? providerTitle : t("waiting.patientTitle")}</h2>
        <p>{isProvider ? providerText : patientText}</p>
      </div>
      <div className={styles.choices}>
        {theyWait && (
          <Button
            size="md"
            loading={admitting}
            leftSection={<IconDoorEnter size={18} stroke={1.7} aria-hidden />}
            onClick={() => void admit()}
          >
            {t("waiting.admit")}
          </Button>
        )}
        <Button size="md" variant="default" onClick={onLeave}>
          {t("waiting.leave")}
        </Button>
      </div>
    </Door>
  );
}
