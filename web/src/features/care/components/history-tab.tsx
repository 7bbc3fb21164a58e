import { PatientHistoryDocument } from "../../../graphql/graphql.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useReturnRefresh } from "../../../lib/live/use-return-refresh.ts";
import { useOpenPatient } from "../../../lib/open-patient.ts";
import { Stack } from "../../../ui/layout/columns.tsx";
import { Answered } from "../../../ui/state/answered.tsx";
import { AllergiesCard } from "./allergies-card.tsx";
import { ConditionsCard } from "./conditions-card.tsx";
import { MedicationsCard } from "./medications-card.tsx";

/** What the patient has, must not be given, and takes. */
export function HistoryTab() {
  const { id, fullName, refresh } = useOpenPatient();
  const { data, fetching, retry } = useAnswer({
    query: PatientHistoryDocument,
    variables: { id },
    requestPolicy: "cache-and-network",
  });
  useReturnRefresh(retry);
  const patient = { id, name: fullName };
  const onChanged = () => {
    retry();
    refresh();
  };
  return (
    <Answered value={data?.patient} fetching={fetching} onRetry={retry} skeleton={[140, 200, 200]}>
      {({ allergies, conditions, medications }) => (
        <Stack>
          <AllergiesCard patient={patient} entries={allergies} onChanged={onChanged} />
          <ConditionsCard patient={patient} entries={conditions} onChanged={onChanged} />
          <MedicationsCard patient={patient} entries={medications} onChanged={onChanged} />
        </Stack>
      )}
    </Answered>
  );
}
