import { Button, Group, Modal, Text } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { presenceSign } from "../../../lib/presence.ts";
import { createIdleWatch, type IdleWatch } from "../idle-watch.ts";
import { readSession, reportActivity, type SessionEnd, sessionChannel, signOut } from "../session-requests.ts";

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
      channel,
      onWarning: setSecondsLeft,
      onEnd(reason) {
        latest.current(reason);
        // What was covered stays covered, whether or not the server heard of it: it counts the same minutes.
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
  return (
    <Modal
      opened={secondsLeft !== null}
      onClose={() => watch.current?.stay()}
      withCloseButton={false}
      closeOnClickOutside={false}
      centered
      title={t("idle.title")}
    >
      <Text>{t("idle.text")}</Text>
      <Text role="timer" aria-live="off" fz={28} fw={600} my="md">
        {time}
      </Text>
      <Group justify="end">
        <Button variant="default" onClick={() => watch.current?.leave()}>
          {t("shell.signOut")}
        </Button>
        <Button data-autofocus onClick={() => watch.current?.stay()}>
          {t("idle.stay")}
        </Button>
      </Group>
    </Modal>
  );
}
