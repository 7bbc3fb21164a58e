import { Button } from "@mantine/core";
import { IconVideo } from "@tabler/icons-react";
import { Link } from "react-router";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import { visitPath } from "../../lib/visit-link.ts";

/** Leads into the room of a video visit: a page of this app, or wherever the clinic meets its patients. */
export function JoinLink({ joinUrl }: { joinUrl: string }) {
  const { t } = useTranslation();
  const path = visitPath(joinUrl);
  const icon = <IconVideo size={18} stroke={1.7} aria-hidden />;
  return path === null ? (
    <Button component="a" href={joinUrl} rel="noreferrer" leftSection={icon}>
      {t("appointments.actions.join")}
    </Button>
  ) : (
    <Button component={Link} to={path} leftSection={icon}>
      {t("appointments.actions.join")}
    </Button>
  );
}
