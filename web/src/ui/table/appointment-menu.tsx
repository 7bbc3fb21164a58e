import { ActionIcon, Menu } from "@mantine/core";
import {
  type Icon,
  IconCalendarTime,
  IconCalendarX,
  IconCheck,
  IconClipboardCheck,
  IconClipboardText,
  IconDoorEnter,
  IconDots,
  IconStethoscope,
  IconVideo,
} from "@tabler/icons-react";
import { useRef, useState } from "react";
import type { AppointmentRowFragment } from "../../graphql/graphql.ts";
import { type AppointmentAction, allowedActions } from "../../lib/appointment-actions.ts";
import { useAppointmentControl } from "../../lib/appointment-control.ts";
import { useFormat } from "../../lib/format/use-format.ts";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import { audienceOf, useViewer } from "../../lib/viewer.ts";
import styles from "./appointment-columns.module.css";

const icons = {
  join: IconVideo,
  confirm: IconCheck,
  checkIn: IconDoorEnter,
  start: IconStethoscope,
  complete: IconClipboardCheck,
  reschedule: IconCalendarTime,
  cancel: IconCalendarX,
} as const satisfies Record<AppointmentAction, Icon>;

/** What can be done with the appointment of a row: to look at it always, and what else the viewer can now. */
export function AppointmentMenu({ appointment }: { appointment: AppointmentRowFragment }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { act, view } = useAppointmentControl();
  const button = useRef<HTMLButtonElement>(null);
  const viewer = useViewer();
  // Read anew whenever the menu opens: by then the visit may be due, or have begun.
  const [now, setNow] = useState(() => new Date());
  const actions = allowedActions(appointment, { viewer, now, timeZone: format.timeZone });
  const who = audienceOf(viewer.roles) === "patient" ? appointment.provider?.fullName : appointment.patient?.fullName;

  function choose(todo: () => void): void {
    // A dialog gives the focus back to whoever had it: the item that was clicked is gone by then.
    button.current?.focus();
    todo();
  }

  return (
    <Menu position="bottom-end" width={190} transitionProps={{ duration: 0 }} onOpen={() => setNow(new Date())}>
      <Menu.Target>
        <ActionIcon
          ref={button}
          variant="subtle"
          color="gray"
          size={36}
          className={styles.menu ?? ""}
          aria-label={t("appointments.actionsOf", {
            name: who ?? t("person.hidden"),
            time: format.time(appointment.startsAt),
          })}
        >
          <IconDots size={18} stroke={1.8} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconClipboardText size={16} stroke={1.7} aria-hidden />}
          onClick={() => choose(() => view(appointment))}
        >
          {t("appointments.details")}
        </Menu.Item>
        {actions.map((action) => {
          const Glyph = icons[action];
          return (
            <Menu.Item
              key={action}
              leftSection={<Glyph size={16} stroke={1.7} aria-hidden />}
              onClick={() => choose(() => act(action, appointment))}
              {...(action === "cancel" ? { c: "var(--cc-danger)" } : {})}
            >
              {t(`appointments.actions.${action}`)}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
