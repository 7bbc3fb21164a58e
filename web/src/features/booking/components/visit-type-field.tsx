import { Input, SegmentedControl } from "@mantine/core";
import { IconPhone, IconStethoscope, IconVideo } from "@tabler/icons-react";
import { useId } from "react";
import { VisitType } from "../../../graphql/graphql.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import styles from "./fields.module.css";

const icons = { IN_PERSON: IconStethoscope, VIDEO: IconVideo, PHONE: IconPhone } as const;
const visitTypes = Object.values(VisitType);

interface VisitTypeFieldProps {
  readonly visitType: VisitType;
  readonly onChange: (visitType: VisitType) => void;
  readonly error: string | undefined;
}

export function VisitTypeField({ visitType, onChange, error }: VisitTypeFieldProps) {
  const { t } = useTranslation();
  const label = useId();
  return (
    <Input.Wrapper label={t("booking.visitType")} labelElement="div" labelProps={{ id: label }} error={error}>
      <SegmentedControl
        fullWidth
        aria-labelledby={label}
        value={visitType}
        onChange={(value) => onChange(visitTypes.find((name) => name === value) ?? visitType)}
        data={visitTypes.map((name) => {
          const Glyph = icons[name];
          return {
            value: name,
            label: (
              <span className={styles.visit}>
                <Glyph size={16} stroke={1.7} aria-hidden />
                {t(`appointments.visits.${name}`)}
              </span>
            ),
          };
        })}
      />
    </Input.Wrapper>
  );
}
