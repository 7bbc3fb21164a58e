import { ActionIcon, Menu } from "@mantine/core";
import { type Icon, IconCalendarTime, IconCalendarX, IconCheck, IconDoorEnter, IconDots } from "@tabler/icons-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { AppointmentRowFragment } from "../../graphql/graphql.ts";
import { type AppointmentAction, allowedActions } from "../../lib/appointment-actions.ts";
import { useAppointmentControl } from "../../lib/appointment-control.ts";
import { useFormat } from "../../lib/format/use-format.ts";
import { audienceOf, useViewer } from "../../lib/viewer.ts";
import styles from "./appointment-columns.module.css";

const icons = {
  confirm: IconCheck,
  checkIn: IconDoorEnter,
  reschedule: IconCalendarTime,
  cancel: IconCalendarX,
} as const satisfies Record<AppointmentAction, Icon>;

/** What can be done with the appointment of a row; nothing is shown where nothing can be. */
export function AppointmentMenu({ appointment }: { appointment: AppointmentRowFragment }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { act } = useAppointmentControl();
  const button = useRef<HTMLButtonElement>(null);
  const audience = audienceOf(useViewer().roles);
  const actions = allowedActions(appointment, { audience, now: new Date(), timeZone: format.timeZone });
  if (actions.length === 0) {
    return null;
  }
  const who = audience === "patient" ? appointment.provider?.fullName : appointment.patient?.fullName;
  return (
    <Menu position="bottom-end" width={190} transitionProps={{ duration: 0 }}>
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
        {actions.map((action) => {
          const Glyph = icons[action];
          return (
            <Menu.Item
              key={action}
              leftSection={<Glyph size={16} stroke={1.7} aria-hidden />}
              onClick={() => {
                // A dialog gives the focus back to whoever had it: the item that was clicked is gone by then.
                button.current?.focus();
                act(action, appointment);
              }}
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
