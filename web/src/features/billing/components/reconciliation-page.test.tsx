import { Notifications } from "@mantine/notifications";
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { connectionOf } from "../../../testing/appointment.factory.ts";
import { answerGraphql, type GraphqlAnswer } from "../../../testing/graphql-server.ts";
import { renderPage, staffViewer } from "../../../testing/render-page.tsx";
import { ReconciliationPage } from "./reconciliation-page.tsx";

const desk = { ...staffViewer, roles: ["STAFF"] as const, providerId: null };
const usd = (amount: number) => ({ __typename: "Money", amount, currency: "USD" });
const count = (kind: string, of: number) => ({ __typename: "DifferenceCount", kind, count: of });

const run = (changed: object = {}) => ({
  ...{ __typename: "Reconciliation", id: "r1", status: "COMPLETED", step: "GATEWAY_REFUNDS" },
  ...{ stepsDone: 13, stepsInAll: 13, gatewayCount: 420, hasGateway: true },
  ...{ startedAt: "2026-11-20T09:30:00.000Z", finishedAt: "2026-11-20T09:30:12.000Z", counts: [] },
  ...changed,
});

const difference = (changed: object) => ({
  ...{ __typename: "ReconciliationDifference", id: "d1", kind: "INVOICE_BALANCE_DIFFERS" },
  ...{ subject: "Invoice", subjectId: "i1", expected: usd(11_000), found: usd(10_900), appointment: null },
  invoice: {
    ...{ __typename: "Invoice", id: "i1", number: "INV-000042", issuedAt: "2026-11-01T10:00:00.000Z" },
    patient: { __typename: "Patient", id: "p1", fullName: "Zoë Ångström", mrn: "100001" },
  },
  ...changed,
});

const listed = (runs: readonly object[]): GraphqlAnswer => ({
  data: { __typename: "Query", reconciliations: connectionOf("ReconciliationConnection", runs) },
});

function open(
  runs: readonly object[],
  differences: readonly object[] = [],
  more: Record<string, GraphqlAnswer | ((variables: Record<string, unknown>) => GraphqlAnswer)> = {},
) {
  const found = ({ id, kinds }: Record<string, unknown>) => ({
    data: {
      __typename: "Query",
      reconciliation: {
        ...{ __typename: "Reconciliation", id },
        differences: connectionOf(
          "ReconciliationDifferenceConnection",
          differences.filter((one) => !Array.isArray(kinds) || kinds.includes((one as { kind: string }).kind)),
        ),
      },
    },
  });
  const asked = answerGraphql({
    ReconciliationList: listed(runs),
    ReconciliationDifferences: found,
    ...more,
  });
  renderPage(
    <>
      <Notifications />
      <ReconciliationPage />
    </>,
    { viewer: desk },
  );
  return (name: string) => asked.filter((one) => one.name === name).map(({ variables }) => variables);
}

test("the latest comparison stands on the page, with what differs in words and the way to its invoice", async () => {
  open(
    [run({ counts: [count("INVOICE_BALANCE_DIFFERS", 1)] }), run({ id: "r0", startedAt: "2026-11-19T09:30:00.000Z" })],
    [difference({})],
  );
  const row = await screen.findByRole("row", { name: /Balance and ledger differ/ });
  expect(within(row).getByRole("link", { name: "INV-000042" }).getAttribute("href")).toBe("/billing/i1");
  // A name is cut at its end, whichever way the page is read.
  expect(within(row).getByText("Zoë Ångström").closest("[dir]")?.getAttribute("dir")).toBe("auto");
  expect(within(row).getByText("$110.00")).toBeTruthy();
  expect(within(row).getByText("$109.00")).toBeTruthy();
  const runs = screen.getByRole("list", { name: "Comparisons" });
  expect(within(runs).getByText("1 difference")).toBeTruthy();
  expect(within(runs).getByText("Everything agrees")).toBeTruthy();
});

test("one kind is asked for alone, and said in plain words", async () => {
  const visit = {
    ...{ id: "d2", kind: "GATEWAY_PAYMENT_UNKNOWN", subject: "GatewayPayment", subjectId: "pi_7" },
    ...{ invoice: null, expected: usd(0) },
  };
  const asked = open(
    [run({ counts: [count("INVOICE_BALANCE_DIFFERS", 1), count("GATEWAY_PAYMENT_UNKNOWN", 1)] })],
    [difference({}), difference(visit)],
  );
  fireEvent.click(await screen.findByRole("button", { name: /^Payment unknown here/ }));
  expect(await screen.findByText(/give it back, or record it/)).toBeTruthy();
  expect(await screen.findByRole("row", { name: /pi_7/ })).toBeTruthy();
  await waitFor(() => expect(screen.queryByRole("row", { name: /INV-000042/ })).toBeNull());
  expect(asked("ReconciliationDifferences").at(-1)).toMatchObject({ kinds: ["GATEWAY_PAYMENT_UNKNOWN"] });
});

test("a comparison is asked for, and followed until it is done", async () => {
  const waiting = run({ status: "PENDING", stepsDone: 0, stepsInAll: 0, startedAt: null });
  const answers: object[] = [];
  const list = () => listed(answers.length > 1 ? [answers.shift() ?? {}] : answers);
  const compare = (): GraphqlAnswer => {
    answers.push(
      run({ status: "RUNNING", step: "VISIT_WITHOUT_INVOICE", stepsDone: 11, finishedAt: null }),
      run({ counts: [count("INVOICE_BALANCE_DIFFERS", 1)] }),
    );
    const payload = { __typename: "RunReconciliationPayload", reconciliation: waiting, userErrors: [] };
    return { data: { __typename: "Mutation", runReconciliation: payload } };
  };
  open([], [difference({})], { ReconciliationList: list, RunReconciliation: compare });
  await screen.findByText("Nothing was compared yet");
  fireEvent.click(screen.getAllByRole("button", { name: "Compare now" })[0] as HTMLElement);
  expect(await screen.findByText("Step 11 of 13: Visit without an invoice")).toBeTruthy();
  expect((screen.getByRole("button", { name: "Compare now" }) as HTMLButtonElement).disabled).toBe(true);
  expect(await screen.findAllByText("1 difference", {}, { timeout: 5_000 })).not.toHaveLength(0);
  expect(await screen.findByRole("row", { name: /Balance and ledger differ/ })).toBeTruthy();
});

test("one that somebody else asked for is waited for, in the reader's words", async () => {
  open([run()], [], {
    RunReconciliation: {
      data: {
        __typename: "Mutation",
        runReconciliation: {
          ...{ __typename: "RunReconciliationPayload", reconciliation: null },
          userErrors: [
            { __typename: "UserError", code: "RECONCILIATION_UNDER_WAY", field: ["idempotencyKey"], message: "x" },
          ],
        },
      },
    },
  });
  fireEvent.click(await screen.findByRole("button", { name: "Compare now" }));
  expect(await screen.findByText("A comparison is under way. Wait for what it finds.")).toBeTruthy();
});

test("what cannot be read is said, with another try", async () => {
  open([], [], { ReconciliationList: { data: { __typename: "Query", reconciliations: null } } });
  expect(await screen.findByRole("button", { name: "Try again" })).toBeTruthy();
});
