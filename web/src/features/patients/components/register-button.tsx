import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconUserPlus } from "@tabler/icons-react";
import { type ComponentType, useState } from "react";
import { loadTexts } from "../../../lib/i18n/texts.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useDialog } from "../../../ui/dialog/use-dialog.ts";

type Dialog = ComponentType<{ readonly opened: boolean; readonly onClose: () => void }>;

/** Opens the form for a new patient, which is loaded with its texts by whoever wants it. */
export function RegisterButton() {
  const { t } = useTranslation();
  const [Loaded, setLoaded] = useState<Dialog | null>(null);
  const [loading, setLoading] = useState(false);
  const { open, dialog } = useDialog<null>();

  async function register(): Promise<void> {
    setLoading(true);
    try {
      const [{ RegisterDialog }] = await Promise.all([import("./register-dialog.tsx"), loadTexts("record")]);
      setLoaded(() => RegisterDialog);
      open(null);
    } catch {
      notifications.show({ color: "red", message: t("errors.pageText") });
    }
    setLoading(false);
  }

  return (
    <>
      <Button
        loading={loading}
        leftSection={<IconUserPlus size={16} stroke={1.8} aria-hidden />}
        onClick={() => void register()}
      >
        {t("patients.register")}
      </Button>
      {Loaded !== null && dialog && <Loaded key={dialog.key} opened={dialog.opened} onClose={dialog.onClose} />}
    </>
  );
}
