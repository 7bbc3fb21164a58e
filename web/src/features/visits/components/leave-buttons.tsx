import { Button } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";

interface LeaveButtonsProps {
  readonly onStay: () => void;
  readonly onLeave: () => void;
}

/** Asks whether what was typed may be lost. The answer that loses nothing has the focus. */
export function LeaveButtons({ onStay, onLeave }: LeaveButtonsProps) {
  const { t } = useTranslation();
  const stay = useRef<HTMLButtonElement>(null);
  useEffect(() => stay.current?.focus(), []);
  return (
    <>
      <Button variant="default" c="var(--cc-danger)" onClick={onLeave}>
        {t("visits.leave")}
      </Button>
      <Button ref={stay} onClick={onStay}>
        {t("visits.stay")}
      </Button>
    </>
  );
}
