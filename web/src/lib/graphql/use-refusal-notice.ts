import { notifications } from "@mantine/notifications";
import { useCallback } from "react";
import type { Translate } from "../i18n/texts.ts";
import { useTranslation } from "../i18n/use-translation.ts";
import type { Outcome, UserError } from "./command.ts";
import { refusalText } from "./refusal-text.ts";

/**
 * Says why a command that has no dialog did not happen. Returns whether it did.
 * @param textOf an area's own words for what it refuses
 */
export function useRefusalNotice(
  textOf: (error: UserError, t: Translate) => string = refusalText,
): (outcome: Outcome<unknown> | null) => boolean {
  const { t } = useTranslation();
  return useCallback(
    (outcome) => {
      if (outcome?.kind === "unknown") {
        notifications.show({ color: "red", message: t("commands.unknownQuick") });
      } else if (outcome?.kind === "refused" && outcome.errors[0] !== undefined) {
        notifications.show({ color: "red", message: textOf(outcome.errors[0], t) });
      }
      return outcome?.kind === "done";
    },
    [t, textOf],
  );
}
