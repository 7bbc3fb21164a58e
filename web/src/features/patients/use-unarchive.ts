import { notifications } from "@mantine/notifications";
import { useCallback } from "react";
import { UnarchivePatientDocument } from "../../graphql/graphql.ts";
import { useCommand } from "../../lib/graphql/use-command.ts";
import { useRefusalNotice } from "../../lib/graphql/use-refusal-notice.ts";
import { useTranslation } from "../../lib/i18n/use-translation.ts";

/** Brings a patient back from the archive, and says what came of it. */
export function useUnarchive(onChanged: () => void) {
  const { t } = useTranslation("record");
  const told = useRefusalNotice();
  const { send } = useCommand(UnarchivePatientDocument, ({ unarchivePatient }) => unarchivePatient);
  return useCallback(
    async ({ id, fullName }: { readonly id: string; readonly fullName: string }) => {
      if (!told(await send({ id }))) return;
      notifications.show({ color: "green", message: t("archive.back", { name: fullName }) });
      onChanged();
    },
    [told, send, t, onChanged],
  );
}
