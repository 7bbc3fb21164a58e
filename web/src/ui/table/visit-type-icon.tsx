import { IconPhone, IconStethoscope, IconVideo } from "@tabler/icons-react";
import type { VisitType } from "../../graphql/graphql.ts";
import { useTranslation } from "../../lib/i18n/use-translation.ts";

const icons = { IN_PERSON: IconStethoscope, VIDEO: IconVideo, PHONE: IconPhone } as const satisfies Record<
  VisitType,
  unknown
>;

/** How patient and provider meet. */
export function VisitTypeIcon({ visitType }: { visitType: VisitType }) {
  const { t } = useTranslation();
  const Glyph = icons[visitType];
  return <Glyph size={16} stroke={1.7} role="img" aria-label={t(`appointments.visits.${visitType}`)} />;
}
