import { notifications } from "@mantine/notifications";
import { type ComponentType, type ReactNode, useCallback, useEffect, useState } from "react";
import { useTranslation } from "../../lib/i18n/use-translation.ts";

interface RequestedDialog<Request> {
  readonly request: Request;
  readonly opened: boolean;
  readonly onClose: () => void;
}

interface Shown<Request> {
  readonly Dialog: ComponentType<RequestedDialog<Request>>;
  readonly request: Request;
  /** A dialog that is opened again starts empty. */
  readonly key: string;
}

/** Dialogs of a page whose code is loaded with the first of them. */
export function useDialog<Request>(load: () => Promise<ComponentType<RequestedDialog<Request>>>): {
  readonly show: (request: Request) => void;
  readonly dialog: ReactNode;
} {
  const { t } = useTranslation();
  const [shown, setShown] = useState<Shown<Request> | null>(null);
  const [opened, setOpened] = useState(false);

  // A dialog that is there before it opens remembers where the focus was, and gives it back.
  useEffect(() => setOpened(shown !== null), [shown]);

  const show = useCallback(
    (request: Request) => {
      load().then(
        (Dialog) => setShown({ Dialog, request, key: crypto.randomUUID() }),
        () => notifications.show({ color: "red", message: t("errors.pageText") }),
      );
    },
    [load, t],
  );

  return {
    show,
    dialog: shown && (
      <shown.Dialog key={shown.key} request={shown.request} opened={opened} onClose={() => setOpened(false)} />
    ),
  };
}
