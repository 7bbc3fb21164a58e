import { ActionIcon } from "@mantine/core";
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
import { useState } from "react";
import type { AppointmentRowFragment } from "../../graphql/graphql.ts";
import { type AppointmentAction, allowedActions } from "../../lib/appointment-actions.ts";
import { useAppointmentControl } from "../../lib/appointment-control.ts";
import { useFormat } from "../../lib/format/use-format.ts";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import { audienceOf, useViewer } from "../../lib/viewer.ts";
import { Menu, MenuItem } from "../menu/menu.tsx";
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

interface AppointmentMenuProps {
  readonly appointment: AppointmentRowFragment;
  /** The button's, in pixels. */
  readonly size?: 24 | 36;
}

/** What can be done with the appointment of a row: to look at it always, and what else the viewer can now. */
export function AppointmentMenu({ appointment, size = 36 }: AppointmentMenuProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { act, view } = useAppointmentControl();
  const viewer = useViewer();
  // Read anew whenever the menu opens: by then the visit may be due, or have begun.
  const [now, setNow] = useState(() => new Date());
  const actions = allowedActions(appointment, { viewer, now, timeZone: format.timeZone });
  const who = audienceOf(viewer.roles) === "patient" ? appointment.provider?.fullName : appointment.patient?.fullName;

  return (
    <Menu
      width={190}
      onOpen={() => setNow(new Date())}
      button={(button) => (
        <ActionIcon
          {...button}
          variant="subtle"
          color="gray"
          size={size}
          className={styles.menu ?? ""}
          aria-label={t("appointments.actionsOf", {
            name: who ?? t("person.hidden"),
            time: format.time(appointment.startsAt),
          })}
        >
          <IconDots size={size / 2} stroke={1.8} aria-hidden />
        </ActionIcon>
      )}
    >
      <MenuItem icon={IconClipboardText} onSelect={() => view(appointment)}>
        {t("appointments.details")}
      </MenuItem>
      {actions.map((action) => (
        <MenuItem
          key={action}
          icon={icons[action]}
          danger={action === "cancel"}
          onSelect={() => act(action, appointment)}
        >
          {t(`appointments.actions.${action}`)}
        </MenuItem>
      ))}
    </Menu>
  );
}
