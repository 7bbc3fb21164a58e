import { Button } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useTranslation } from "../../lib/i18n/use-translation.ts";

/** The answers to whether what was written is given up; to stay is the near one. */
export function LeaveButtons({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }) {
  const { t } = useTranslation();
  const stay = useRef<HTMLButtonElement>(null);
  useEffect(() => stay.current?.focus(), []);
  return (
    <>
      <Button variant="default" c="var(--cc-danger)" onClick={onLeave}>
        {t("forms.leave")}
      </Button>
      <Button ref={stay} onClick={onStay}>
        {t("forms.stay")}
      </Button>
    </>
  );
}
