import { notifications } from "@mantine/notifications";
import { EndBreakGlassDocument } from "../../graphql/graphql.ts";
import { useCommand } from "../../lib/graphql/use-command.ts";
import { useRefusalNotice } from "../../lib/graphql/use-refusal-notice.ts";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import { renewAccess } from "../../lib/renew-access.ts";

/** Gives emergency access back before its time; `onGiven` reads again what it had opened. */
export function useGiveBack(onGiven: () => void) {
  const { t } = useTranslation("record");
  const told = useRefusalNotice();
  const { send, sending } = useCommand(EndBreakGlassDocument, (data) => data.endBreakGlass);

  async function giveBack(id: string): Promise<void> {
    if (told(await send({ id }))) {
      notifications.show({ color: "green", message: t("emergency.given") });
      // The token in use opens the record until it expires.
      await renewAccess();
    }
    // What is refused has ended already.
    onGiven();
  }
  return { giveBack, sending };
}
