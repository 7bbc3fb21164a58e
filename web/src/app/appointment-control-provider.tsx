import { notifications } from "@mantine/notifications";
import {
  type ComponentProps,
  type ComponentType,
  type ReactNode,
  useCallback,
  useEffect,
  useMemo,
  useState,
} from "react";
import { useTranslation } from "react-i18next";
import type { AppointmentDialog } from "../features/booking/components/appointment-dialog.tsx";
import { useQuickCommands } from "../features/booking/use-quick-commands.ts";
import { type AppointmentControl, AppointmentControlContext } from "../lib/appointment-control.ts";

type DialogProps = ComponentProps<typeof AppointmentDialog>;

interface Shown {
  readonly Dialog: ComponentType<DialogProps>;
  readonly request: DialogProps["request"];
  /** A dialog that is opened again starts empty. */
  readonly key: string;
}

/** Lets every page open the dialogs about appointments, and shows them. */
export function AppointmentControlProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const { confirm, checkIn } = useQuickCommands();
  const [shown, setShown] = useState<Shown | null>(null);
  const [opened, setOpened] = useState(false);

  // A dialog that is there before it opens remembers where the focus was, and gives it back.
  useEffect(() => setOpened(shown !== null), [shown]);

  const show = useCallback(
    (request: DialogProps["request"]) => {
      import("../features/booking/components/appointment-dialog.tsx").then(
        ({ AppointmentDialog: Dialog }) => {
          setShown({ Dialog, request, key: crypto.randomUUID() });
        },
        () => notifications.show({ color: "red", message: t("errors.pageText") }),
      );
    },
    [t],
  );

  const control = useMemo<AppointmentControl>(
    () => ({
      book: (patient) => show({ kind: "book", patient: patient ?? null }),
      act(action, appointment) {
        switch (action) {
          case "confirm":
            void confirm(appointment);
            break;
          case "checkIn":
            void checkIn(appointment);
            break;
          default:
            show({ kind: action, appointment });
        }
      },
    }),
    [show, confirm, checkIn],
  );

  return (
    <AppointmentControlContext value={control}>
      {children}
      {shown !== null && (
        <shown.Dialog key={shown.key} request={shown.request} opened={opened} onClose={() => setOpened(false)} />
      )}
    </AppointmentControlContext>
  );
}
