import { Button } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { presenceSign } from "../../../lib/presence.ts";
import { TopDialog } from "../../../ui/dialog/top-dialog.tsx";
import { createIdleWatch, type IdleWatch } from "../idle-watch.ts";
import { sessionEndStore } from "../session-end-store.ts";
import { readSession, reportActivity, type SessionEnd, sessionChannel, signOut } from "../session-requests.ts";
import styles from "./idle-guard.module.css";

interface IdleGuardProps {
  /** Takes everything off the screen. */
  readonly onEnd: (reason: SessionEnd) => void;
}

// What a person does with their hands, or that they talk by video. Requests, live updates and timers are none of it.
const signs = ["pointerdown", "keydown", "wheel", "touchstart", presenceSign] as const;

/** Ends the session of a screen that was left alone, two minutes after it said so. */
export function IdleGuard({ onEnd }: IdleGuardProps) {
  const { t } = useTranslation();
  const [secondsLeft, setSecondsLeft] = useState<number | null>(null);
  const watch = useRef<IdleWatch | null>(null);
  const latest = useRef(onEnd);
  useEffect(() => {
    latest.current = onEnd;
  }, [onEnd]);

  useEffect(() => {
    const channel = new BroadcastChannel(sessionChannel);
    const idle = createIdleWatch({
      read: readSession,
      report: reportActivity,
      store: sessionEndStore,
      channel,
      onWarning: setSecondsLeft,
      onEnd(reason) {
        latest.current(reason);
        // What was covered stays covered, whether or not the server heard of it.
        if (reason !== "ended") {
          void signOut();
        }
      },
    });
    watch.current = idle;
    for (const sign of signs) {
      window.addEventListener(sign, idle.act, { passive: true, capture: true });
    }
    return () => {
      for (const sign of signs) {
        window.removeEventListener(sign, idle.act, { capture: true });
      }
      idle.close();
      channel.close();
    };
  }, []);

  const time = `${Math.floor((secondsLeft ?? 0) / 60)}:${String((secondsLeft ?? 0) % 60).padStart(2, "0")}`;
  if (secondsLeft === null) {
    return null;
  }
  return (
    <TopDialog
      role="alertdialog"
      label={t("idle.title")}
      className={styles.dialog}
      onClose={() => watch.current?.stay()}
    >
      <h2 className={styles.title}>{t("idle.title")}</h2>
      <p>{t("idle.text")}</p>
      <p role="timer" aria-live="off" className={styles.time}>
        {time}
      </p>
      <div className={styles.buttons}>
        <Button variant="default" onClick={() => watch.current?.leave()}>
          {t("shell.signOut")}
        </Button>
        <Button autoFocus onClick={() => watch.current?.stay()}>
          {t("idle.stay")}
        </Button>
      </div>
    </TopDialog>
  );
}
