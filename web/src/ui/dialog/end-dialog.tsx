import type { ReactNode } from "react";
import * as z from "zod/mini";
import type { CalendarDate } from "../../lib/format/calendar-date.ts";
import { day, pastDay } from "../../lib/forms/days.ts";
import { useForm } from "../../lib/forms/use-form.ts";
import type { Outcome } from "../../lib/graphql/command.ts";
import { useToday } from "../../lib/use-today.ts";
import { DayField } from "../form/day-field.tsx";
import { FormDialog } from "../form/form-dialog.tsx";

interface EndDialogProps {
  readonly title: string;
  readonly label: string;
  readonly confirm: string;
  /** Whether the day may be one to come. */
  readonly ahead?: boolean;
  readonly opened: boolean;
  readonly onClose: () => void;
  /** Null while the same is under way already. */
  readonly send: (day: CalendarDate) => Promise<Outcome<unknown> | null>;
  readonly onDone: () => void;
  readonly children?: ReactNode;
}

/** Says since when something is over; it is kept. */
export function EndDialog(props: EndDialogProps) {
  const { title, label, confirm, ahead = false, opened, onClose, send, onDone, children } = props;
  const today = useToday();
  const form = useForm({
    schema: z.object({ day: ahead ? day() : pastDay(today) }),
    initial: { day: today },
    action: confirm,
    send: async (input) => (await send(input.day)) ?? { kind: "unknown" },
    placeOf: ({ field }) => (["abatement", "stoppedOn", "endsOn"].includes(field?.at(-1) ?? "") ? "day" : undefined),
    onAnswer: onDone,
    onDone: onClose,
  });
  return (
    <FormDialog form={form} title={title} size={420} opened={opened} onClose={onClose} submit={confirm}>
      {children}
      <DayField label={label} required {...(ahead ? {} : { max: today })} {...form.text("day")} />
    </FormDialog>
  );
}
