import type { GraphQLAnswer, TestViewer } from "@careconnect/kit/testing";

const inputTypes: Readonly<Record<string, string>> = {
  bookAppointment: "BookAppointmentInput",
  overbookAppointment: "OverbookAppointmentInput",
  holdAppointment: "HoldAppointmentInput",
  rescheduleAppointment: "RescheduleAppointmentInput",
  cancelAppointment: "CancelAppointmentInput",
  confirmAppointment: "AppointmentCommandInput",
  checkInAppointment: "AppointmentCommandInput",
  startConsultation: "AppointmentCommandInput",
  completeConsultation: "CompleteConsultationInput",
};

const appointmentFields = `appointment {
  id status visitType startsAt endsAt holdExpiresAt reason version patient { id } provider { id }
  statusHistory { from to reason }
}`;

/** A mutation that answers with the appointment and what was refused. */
export function commandDocument(mutation: string): string {
  const changed = mutation.endsWith("Consultation") ? `consultation { ${appointmentFields} }` : appointmentFields;
  return `mutation ($input: ${inputTypes[mutation]}!) { ${mutation}(input: $input) {
    ${changed} userErrors { code field message } } }`;
}

export interface CommandAnswer {
  readonly appointment: {
    readonly id: string;
    readonly status: string;
    readonly startsAt: string;
    readonly version: number;
    readonly [field: string]: unknown;
  } | null;
  readonly userErrors: readonly { readonly code: string; readonly field: string[]; readonly message: string }[];
}

type Asking = (viewer: TestViewer, query: string, variables: Record<string, unknown>) => Promise<GraphQLAnswer>;

/** Gives a command that must be answered in its payload, whatever that says. */
export async function command(
  ask: Asking,
  viewer: TestViewer,
  mutation: string,
  input: object,
): Promise<CommandAnswer> {
  const { status, data, errors } = await ask(viewer, commandDocument(mutation), { input });
  if (status !== 200 || errors) throw new Error(`${mutation} answered ${status}: ${JSON.stringify(errors)}`);
  const { consultation, appointment = consultation?.appointment ?? null, userErrors } = data[mutation];
  return { appointment, userErrors };
}

/** `done`, or the code of the refusal. */
export function outcomeOf(answer: CommandAnswer): string {
  return answer.userErrors[0]?.code ?? "done";
}

const inAWeek = new Date(Date.now() + 7 * 24 * 60 * 60_000).toISOString().slice(0, 10);

/** The time of day, `HH:MM` in UTC, a week from now and as many days later. */
export function at(time: string, daysLater = 0): string {
  return new Date(Date.parse(`${inAWeek}T${time}:00Z`) + daysLater * 24 * 60 * 60_000).toISOString();
}
