import type { OperationName } from "../load/operations.ts";
import { documents } from "./aggregator.documents.ts";
import { type AskSubgraph, joinEntities } from "./subgraph.client.ts";

export interface Subgraphs {
  readonly identity: AskSubgraph;
  readonly patient: AskSubgraph;
  readonly provider: AskSubgraph;
  readonly appointment: AskSubgraph;
  readonly billing: AskSubgraph;
}

type Variables = Readonly<Record<string, unknown>>;
type Join = (variables: Variables, authorization: string) => Promise<object>;
type Entities = { _entities: (object | null)[] };
interface Visit {
  patient?: object | null;
  provider?: object | null;
}
interface Page<Node> {
  nodes: Node[];
}

/** The joins that the gateway plans for each operation, written by hand. */
export function createJoins(subgraphs: Subgraphs): Record<OperationName, Join> {
  const { identity, patient, provider, appointment, billing } = subgraphs;
  const entitiesOf =
    (ask: AskSubgraph, document: string, authorization: string) => (representations: readonly object[]) =>
      ask<Entities>(document, { representations }, authorization);

  async function dashboard({ first, now }: Variables, authorization: string): Promise<object> {
    const { dashboard: asked } = documents;
    const patients = (document: string) => entitiesOf(patient, document, authorization);
    const providers = (document: string) => entitiesOf(provider, document, authorization);
    const visits = async () => {
      const found = await appointment<{ upcoming: Page<Visit>; past: Page<Visit> }>(
        asked.appointments,
        { first, now },
        authorization,
      );
      await Promise.all([
        joinEntities(found.upcoming.nodes, "patient", patients(asked.upcomingPatients)),
        joinEntities(found.upcoming.nodes, "provider", providers(asked.upcomingProviders)),
        joinEntities(found.past.nodes, "patient", patients(asked.pastPatients)),
        joinEntities(found.past.nodes, "provider", providers(asked.pastProviders)),
      ]);
      return found;
    };
    const invoices = async () => {
      const found = await billing<{ invoices: Page<Visit> }>(asked.invoices, { first }, authorization);
      await joinEntities(found.invoices.nodes, "patient", patients(asked.invoicePatients));
      return found;
    };
    const parts = await Promise.all([
      identity<object>(asked.viewer, {}, authorization),
      patient<object>(asked.patients, { first }, authorization),
      provider<object>(asked.providers, { first }, authorization),
      visits(),
      invoices(),
    ]);
    return Object.assign({}, ...parts) as object;
  }

  const search: Join = ({ first, search }, authorization) =>
    patient<object>(documents.search.patients, { first, search }, authorization);

  async function slots({ input }: Variables, authorization: string): Promise<object> {
    const { slots: asked } = documents;
    const found = await appointment<{ availableSlots: Visit[] }>(asked.slots, { input }, authorization);
    await joinEntities(
      found.availableSlots,
      "provider",
      entitiesOf(provider, asked.providers, authorization),
      ({ id }, entity) => ({ id, ...entity }),
    );
    return found;
  }

  async function booking({ input }: Variables, authorization: string): Promise<object> {
    const { booking: asked } = documents;
    const found = await appointment<{ bookAppointment: { appointment: Visit | null } }>(
      asked.book,
      { input },
      authorization,
    );
    const booked = found.bookAppointment.appointment;
    if (!booked) return found;
    await Promise.all([
      joinEntities([booked], "patient", entitiesOf(patient, asked.patient, authorization)),
      joinEntities([booked], "provider", entitiesOf(provider, asked.provider, authorization)),
    ]);
    return found;
  }

  async function books({ first }: Variables, authorization: string): Promise<object> {
    const { billing: asked } = documents;
    const found = await billing<{ invoices: Page<Visit>; payments: Page<{ invoice: Visit }> }>(
      asked.books,
      { first },
      authorization,
    );
    const charged = found.payments.nodes.map(({ invoice }) => invoice);
    await Promise.all([
      joinEntities(found.invoices.nodes, "patient", entitiesOf(patient, asked.invoicePatients, authorization)),
      joinEntities(charged, "patient", entitiesOf(patient, asked.paymentPatients, authorization)),
    ]);
    return found;
  }

  return { dashboard, search, slots, booking, billing: books };
}
