import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { UnarchivePatientDocument } from "../../graphql/graphql.ts";
import { answerGraphql } from "../../testing/graphql-server.ts";
import { renderPage, staffViewer } from "../../testing/render-page.tsx";
import { useCommand } from "./use-command.ts";

function BringBack() {
  const { send, sending } = useCommand(UnarchivePatientDocument, (data) => data.unarchivePatient);
  return (
    <button type="button" disabled={sending} onClick={() => void send({ id: "p1" })}>
      Bring back
    </button>
  );
}

test("that something was done is told to the user's other tabs, that it was refused is not", async () => {
  const heard = vi.fn();
  const tab = new BroadcastChannel(`careconnect-commands-${staffViewer.id}`);
  tab.onmessage = heard;
  const refusals = [[{ __typename: "UserError", code: "NOT_ARCHIVED", field: ["id"], message: "It is not archived." }]];
  const asked = answerGraphql({
    UnarchivePatient: answered,
  });
  function answered() {
    const payload = { __typename: "UnarchivePatientPayload", patient: null, userErrors: refusals.shift() ?? [] };
    return { data: { __typename: "Mutation", unarchivePatient: payload } };
  }
  renderPage(<BringBack />);
  const button = screen.getByRole<HTMLButtonElement>("button", { name: "Bring back" });
  for (const times of [1, 2]) {
    fireEvent.click(button);
    await waitFor(() => expect(asked).toHaveLength(times));
    await waitFor(() => expect(button.disabled).toBe(false));
  }
  await waitFor(() => expect(heard).toHaveBeenCalled());
  expect(heard).toHaveBeenCalledTimes(1);
  tab.close();
});
