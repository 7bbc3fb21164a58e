import type { ReactNode } from "react";
import * as z from "zod/mini";
import type { CalendarDate } from "../../lib/format/calendar-date.ts";
import { day, pastDay } from "../../lib/forms/days.ts";
import { useForm } from "../../lib/forms/use-form.ts";
import type { Outcome, UserError } from "../../lib/graphql/command.ts";
import { useToday } from "../../lib/use-today.ts";
import { DayField } from "../form/day-field.tsx";
import { FieldStack } from "../form/fields.tsx";
import { FormDialog } from "../form/form-dialog.tsx";

interface EndDialogProps {
  readonly title: string;
  readonly label: string;
  readonly confirm: string;
  /** The day on which it began; it may be one to come then, and so may the last one. */
  readonly beganOn?: CalendarDate;
  /** Where the day is kept until it is sent: what is ended, and of what. */
  readonly draft: string;
  readonly opened: boolean;
  readonly onClose: () => void;
  /** Null while the same is under way already. */
  readonly send: (day: CalendarDate, idempotencyKey: string) => Promise<Outcome<unknown> | null>;
  readonly explain?: (error: UserError) => string;
  /** The server has answered, whatever it said. */
  readonly onAnswer?: () => void;
  readonly onDone?: (day: CalendarDate) => void;
  readonly children?: ReactNode;
}

/** Says since when something is over; it is kept. */
export function EndDialog(props: EndDialogProps) {
  const { title, label, confirm, beganOn, draft, opened, onClose, send, explain, onAnswer, onDone, children } = props;
  const today = useToday();
  const first = beganOn === undefined || beganOn < today ? today : beganOn;
  const lastDay =
    beganOn === undefined ? pastDay(today) : day().check(z.refine(isSince(beganOn), { error: "forms.order" }));
  const form = useForm({
    schema: z.object({ day: lastDay }),
    initial: { day: first },
    draft,
    action: confirm,
    send: async (input, idempotencyKey) => (await send(input.day, idempotencyKey)) ?? { kind: "unknown" },
    placeOf: ({ field }) => (["abatement", "stoppedOn", "endsOn"].includes(field?.at(-1) ?? "") ? "day" : undefined),
    ...(explain === undefined ? {} : { explain }),
    ...(onAnswer === undefined ? {} : { onAnswer }),
    onDone(_, sent) {
      onDone?.(sent.day);
      onClose();
    },
  });
  return (
    <FormDialog form={form} title={title} size={420} opened={opened} onClose={onClose} submit={confirm}>
      <FieldStack>
        {children}
        <DayField
          focused
          label={label}
          required
          {...(beganOn === undefined ? { max: today } : { min: beganOn })}
          {...form.text("day")}
        />
      </FieldStack>
    </FormDialog>
  );
}

function isSince(first: CalendarDate) {
  return (value: CalendarDate) => value >= first;
}
