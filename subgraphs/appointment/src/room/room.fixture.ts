import { randomUUID } from "node:crypto";
import { importedId, Role, VisitType } from "@careconnect/kit";
import type { GraphQLAnswer, TestSubgraph, TestViewer } from "@careconnect/kit/testing";
import { admin, hoursFromNow, organizationId, patientUser, providerId, visit } from "../booking/booking.fixture.ts";

/** A visit by video, and both who meet in it. */
export interface VideoVisit {
  readonly id: string;
  readonly patient: TestViewer;
  readonly doctor: TestViewer;
}

/** Imports a visit by video that is to start in five minutes, unless told. */
export async function videoVisit(
  appointments: Pick<TestSubgraph, "import">,
  row: Record<string, unknown> = {},
): Promise<VideoVisit> {
  const [externalId, patient, provider] = [randomUUID(), randomUUID(), randomUUID()];
  const report = await appointments.import(admin, "appointments", [
    visit(externalId, {
      ...{ patientExternalId: patient, providerExternalId: provider, visitType: VisitType.VIDEO },
      ...{ startsAt: hoursFromNow(5 / 60), endsAt: hoursFromNow(25 / 60), ...row },
    }),
  ]);
  if (report.accepted !== 1) throw new Error("The visit was not imported.");
  return {
    id: importedId(organizationId, "appointment", externalId),
    patient: patientUser(patient),
    doctor: { organizationId, roles: [Role.PROVIDER], providerId: providerId(provider) },
  };
}

type Ask = (viewer: TestViewer, query: string, variables?: Record<string, unknown>) => Promise<GraphQLAnswer>;

export interface RoomAnswer {
  readonly visitRoom: {
    readonly side: string;
    readonly seat: string | null;
    readonly peer: string | null;
    readonly admitted: boolean;
  } | null;
  readonly userErrors: readonly { readonly code: string; readonly field: readonly string[] }[];
}

const inputs = {
  joinVisitRoom: "JoinVisitRoomInput",
  admitToVisitRoom: "VisitSeatInput",
  sendVisitSignal: "SendVisitSignalInput",
  leaveVisitRoom: "VisitSeatInput",
} as const;

/** Gives a command of rooms. */
export async function roomCommand(
  ask: Ask,
  viewer: TestViewer,
  name: keyof typeof inputs,
  input: object,
): Promise<RoomAnswer> {
  const { data, errors } = await ask(
    viewer,
    `mutation ($input: ${inputs[name]}!) { ${name}(input: $input) {
       visitRoom { side seat peer admitted } userErrors { code field } } }`,
    { input },
  );
  if (!data?.[name]) throw new Error(`${name}: ${errors?.[0]?.extensions.code}`);
  return data[name];
}

/** The viewer's link into the visit's room; null when there is none for them. */
export async function linkOf(ask: Ask, viewer: TestViewer, id: string): Promise<string | null> {
  const { data } = await ask(viewer, "query ($id: ID!) { consultation(appointmentId: $id) { joinUrl } }", { id });
  const url = data?.consultation?.joinUrl as string | null | undefined;
  return url ? new URL(url).hash.slice(1) : null;
}

/** The seat that the viewer takes in the visit's room. */
export async function seatIn(ask: Ask, viewer: TestViewer, id: string): Promise<string> {
  const answer = await roomCommand(ask, viewer, "joinVisitRoom", { link: await linkOf(ask, viewer, id) });
  if (!answer.visitRoom?.seat) throw new Error(`Not joined: ${answer.userErrors[0]?.code}`);
  return answer.visitRoom.seat;
}
