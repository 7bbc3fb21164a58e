import { notifications } from "@mantine/notifications";
import { type ComponentType, type ReactNode, useCallback } from "react";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import { useDialog } from "./use-dialog.ts";

interface RequestedDialog<Request> {
  readonly request: Request;
  readonly opened: boolean;
  readonly onClose: () => void;
}

interface Loaded<Request> {
  readonly Dialog: ComponentType<RequestedDialog<Request>>;
  readonly request: Request;
}

/** Dialogs of a page whose code is loaded with the first of them. */
export function useLazyDialog<Request>(load: () => Promise<ComponentType<RequestedDialog<Request>>>): {
  readonly show: (request: Request) => void;
  readonly dialog: ReactNode;
} {
  const { t } = useTranslation();
  const { open, dialog } = useDialog<Loaded<Request>>();

  const show = useCallback(
    (request: Request) => {
      load().then(
        (Dialog) => open({ Dialog, request }),
        () => notifications.show({ color: "red", message: t("errors.pageText") }),
      );
    },
    [load, open, t],
  );

  if (dialog === null) {
    return { show, dialog };
  }
  const { key, opened, onClose } = dialog;
  const { Dialog, request } = dialog.subject;
  return { show, dialog: <Dialog key={key} request={request} opened={opened} onClose={onClose} /> };
}
