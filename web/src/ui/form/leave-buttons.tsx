import { Button } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useTranslation } from "../../lib/i18n/use-translation.ts";

interface LeaveButtonsProps {
  readonly onStay: () => void;
  readonly onLeave: () => void;
  /** What the answers say where it is not about what was written. */
  readonly stayLabel?: string;
  readonly leaveLabel?: string;
}

/** The answers to whether what was begun is given up; to stay is the near one. */
export function LeaveButtons({ onStay, onLeave, stayLabel, leaveLabel }: LeaveButtonsProps) {
  const { t } = useTranslation();
  const stay = useRef<HTMLButtonElement>(null);
  useEffect(() => stay.current?.focus(), []);
  return (
    <>
      <Button variant="default" c="var(--cc-danger)" onClick={onLeave}>
        {leaveLabel ?? t("forms.leave")}
      </Button>
      <Button ref={stay} onClick={onStay}>
        {stayLabel ?? t("forms.stay")}
      </Button>
    </>
  );
}
