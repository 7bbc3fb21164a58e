import type { ReactNode } from "react";
import type { Devices } from "../use-devices.ts";
import { DeviceButtons } from "./device-buttons.tsx";
import { OwnPicture } from "./own-picture.tsx";
import styles from "./room.module.css";

/** Before the conversation: how one will be seen, and beside it what one waits for, which the heading `titleId` names. */
export function Door({ devices, titleId, children }: { devices: Devices; titleId: string; children: ReactNode }) {
  return (
    <div className={styles.door}>
      <div className={`${styles.stage} ${styles.preview}`}>
        <OwnPicture devices={devices} />
        <div className={styles.controls}>
          <DeviceButtons devices={devices} />
        </div>
      </div>
      <section className={styles.beside} aria-labelledby={titleId}>
        {children}
      </section>
    </div>
  );
}
