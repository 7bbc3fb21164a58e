import { notifications } from "@mantine/notifications";
import { type ComponentProps, Fragment, type ReactNode, useCallback, useEffect, useMemo, useState } from "react";
import { useNavigate } from "react-router";
import type { AppointmentDialog } from "../features/booking/components/appointment-dialog.tsx";
import { useQuickCommands } from "../features/booking/use-quick-commands.ts";
import type { VisitDialog } from "../features/visits/components/visit-dialog.tsx";
import { type AppointmentControl, AppointmentControlContext } from "../lib/appointment-control.ts";
import { withPageTexts } from "../lib/i18n/texts.ts";
import { useTranslation } from "../lib/i18n/use-translation.ts";

type AppointmentRequest = ComponentProps<typeof AppointmentDialog>["request"];
type VisitRequest = ComponentProps<typeof VisitDialog>["request"];

type Dialog = (state: { readonly opened: boolean; readonly onClose: () => void }) => ReactNode;

interface Shown {
  readonly dialog: Dialog;
  /** A dialog that is opened again starts empty. */
  readonly key: string;
}

/** Lets every page open the dialogs about appointments, and shows them. */
export function AppointmentControlProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { confirm, checkIn, start } = useQuickCommands();
  const [shown, setShown] = useState<Shown | null>(null);
  const [opened, setOpened] = useState(false);

  // A dialog that is there before it opens remembers where the focus was, and gives it back.
  useEffect(() => setOpened(shown !== null), [shown]);

  const show = useCallback(
    (loading: Promise<Dialog>) => {
      loading.then(
        (dialog) => setShown({ dialog, key: crypto.randomUUID() }),
        () => notifications.show({ color: "red", message: t("errors.pageText") }),
      );
    },
    [t],
  );

  const control = useMemo<AppointmentControl>(
    () => ({
      book: (patient) => show(appointmentDialog({ kind: "book", patient: patient ?? null })),
      view: (appointment) => show(visitDialog({ kind: "details", appointment })),
      act(action, appointment) {
        switch (action) {
          case "join":
            void navigate(`/visit/${appointment.id}`);
            break;
          case "confirm":
            void confirm(appointment);
            break;
          case "checkIn":
            void checkIn(appointment);
            break;
          case "start":
            void start(appointment);
            break;
          case "complete":
            show(visitDialog({ kind: action, appointment }));
            break;
          default:
            show(appointmentDialog({ kind: action, appointment }));
        }
      },
      moveTo: (appointment, startsAt) => show(appointmentDialog({ kind: "reschedule", appointment, startsAt })),
    }),
    [show, navigate, confirm, checkIn, start],
  );

  return (
    <AppointmentControlContext value={control}>
      {children}
      {shown !== null && (
        <Fragment key={shown.key}>{shown.dialog({ opened, onClose: () => setOpened(false) })}</Fragment>
      )}
    </AppointmentControlContext>
  );
}

async function appointmentDialog(request: AppointmentRequest): Promise<Dialog> {
  const { AppointmentDialog } = await withPageTexts(import("../features/booking/components/appointment-dialog.tsx"));
  return (state) => <AppointmentDialog request={request} {...state} />;
}

async function visitDialog(request: VisitRequest): Promise<Dialog> {
  const { VisitDialog } = await withPageTexts(import("../features/visits/components/visit-dialog.tsx"));
  return (state) => <VisitDialog request={request} {...state} />;
}
