import { notifications } from "@mantine/notifications";
import { useCallback } from "react";
import { useTranslation } from "../i18n/use-translation.ts";
import type { Outcome } from "./command.ts";
import { refusalText } from "./refusal-text.ts";

/** Says why a command that has no dialog did not happen. Returns whether it did. */
export function useRefusalNotice(): (outcome: Outcome<unknown> | null) => boolean {
  const { t } = useTranslation();
  return useCallback(
    (outcome) => {
      if (outcome?.kind === "unknown") {
        notifications.show({ color: "red", message: t("commands.unknownQuick") });
      } else if (outcome?.kind === "refused" && outcome.errors[0] !== undefined) {
        notifications.show({ color: "red", message: refusalText(outcome.errors[0], t) });
      }
      return outcome?.kind === "done";
    },
    [t],
  );
}
