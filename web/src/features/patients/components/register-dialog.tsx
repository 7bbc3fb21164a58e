import { useDebouncedValue } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconAlertTriangle } from "@tabler/icons-react";
import { Link } from "react-router";
import { useClient } from "urql";
import { LookalikesDocument, RegisteredDuplicatesDocument, RegisterPatientDocument } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useForm } from "../../../lib/forms/use-form.ts";
import { sendCommand } from "../../../lib/graphql/command.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useToday } from "../../../lib/use-today.ts";
import { FormDialog } from "../../../ui/form/form-dialog.tsx";
import { useGoAfter } from "../../../ui/form/use-go-after.ts";
import { type PatientValues, patientSchema } from "../patient.schema.ts";
import { emptyPatient, inputOf } from "../patient-values.ts";
import { PatientFields } from "./patient-fields.tsx";
import styles from "./register-dialog.module.css";

interface RegisterDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Registers a patient. Who may be registered already is said before, and after by more than the name. */
export function RegisterDialog({ opened, onClose }: RegisterDialogProps) {
  const { t } = useTranslation("record");
  const client = useClient();
  const go = useGoAfter(opened);
  const today = useToday();
  const form = useForm({
    schema: patientSchema(today),
    initial: emptyPatient,
    draft: "register",
    action: t("register.confirm"),
    send: (checked, idempotencyKey) =>
      sendCommand(
        client,
        RegisterPatientDocument,
        { ...inputOf(checked), idempotencyKey },
        (data) => data.registerPatient,
      ),
    onDone({ patient }) {
      onClose();
      if (patient !== null) {
        go(`/patients/${patient.id}`);
        void tellOfDuplicates(patient.id);
      }
    },
  });

  async function tellOfDuplicates(id: string): Promise<void> {
    const { data } = await client.query(RegisteredDuplicatesDocument, { id }, { requestPolicy: "network-only" });
    const found = data?.patient?.possibleDuplicates ?? [];
    if (found.length > 0) {
      notifications.show({
        color: "yellow",
        autoClose: false,
        message: (
          <>
            {t("register.duplicates", { count: found.length })}{" "}
            <Link to={`/patients/${id}/duplicates`}>{t("register.compare")}</Link>
          </>
        ),
      });
    }
  }

  return (
    <FormDialog
      form={form}
      title={t("register.title")}
      subtitle={t("register.subtitle")}
      size={760}
      opened={opened}
      onClose={onClose}
      submit={t("register.confirm")}
    >
      {opened && <Lookalikes values={form.values} />}
      <PatientFields form={form} withDeath={false} />
    </FormDialog>
  );
}

const typingMilliseconds = 400;

/** Who is registered with this name and this day of birth. */
function Lookalikes({ values }: { values: PatientValues }) {
  const { t } = useTranslation("record");
  const { t: common } = useTranslation();
  const format = useFormat();
  const [search] = useDebouncedValue(`${values.givenName} ${values.familyName}`.trim(), typingMilliseconds);
  const [birthDate] = useDebouncedValue(values.birthDate, typingMilliseconds);
  const complete = values.familyName.trim() !== "" && /^\d{4}-\d\d-\d\d$/.test(birthDate) && search.length > 2;
  const { data, current } = useAnswer({
    query: LookalikesDocument,
    variables: { search, birthDate },
    pause: !complete,
  });
  const found = complete && current ? (data?.patients?.nodes ?? []) : [];
  return (
    <div role="status">
      {found.length > 0 && (
        <div className={styles.lookalikes}>
          <p className={styles.title}>
            <IconAlertTriangle size={16} stroke={1.8} aria-hidden />
            {t("register.known")}
          </p>
          <ul>
            {found.map(({ id, fullName, mrn, birthDate }) => (
              <li key={id}>
                <Link to={`/patients/${id}`}>{fullName}</Link> ·{" "}
                {[common("person.mrn", { mrn }), birthDate && format.date(birthDate)].filter(Boolean).join(" · ")}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
