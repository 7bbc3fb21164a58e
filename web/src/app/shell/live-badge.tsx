import { useTranslation } from "../../lib/i18n/use-translation.ts";
import { type Connection, useConnection } from "../../lib/live/live.ts";
import { Badge, type Tone } from "../../ui/status/badge.tsx";

const tones = {
  connecting: "grey",
  live: "green",
  reconnecting: "amber",
  offline: "red",
} as const satisfies Record<Connection, Tone>;

/** Whether what is shown follows the clinic by itself. */
export function LiveBadge() {
  const { t } = useTranslation();
  const connection = useConnection();
  return (
    <span role="status" title={t(`live.explained.${connection}`)}>
      <Badge tone={tones[connection]} label={t(`live.${connection}`)} />
    </span>
  );
}
