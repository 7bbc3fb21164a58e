import { fireEvent, screen, waitFor } from "@testing-library/react";
import { Link, Route, Routes } from "react-router";
import { expect, test, vi } from "vitest";
import { answerGraphql, type GraphqlAnswer, unavailable } from "../../../testing/graphql-server.ts";
import { answerOf } from "../../../testing/patient.factory.ts";
import { renderPart } from "../../../testing/render-part.tsx";
import { DocumentsTab } from "./documents-tab.tsx";

const document = (changes: object = {}) => ({
  ...{ __typename: "Document", id: "f1", category: "CLINICAL", name: "Referral.pdf", contentType: "application/pdf" },
  ...{ size: 4, state: "AVAILABLE", rejection: null, scan: "CLEAN", archivedAt: null, archiveReason: null },
  ...{ version: 1, addedAt: "2026-11-20T15:30:00.000Z", appointment: null, thumbnail: null },
  ...changes,
});

const list = (...nodes: object[]) =>
  answerOf({
    ...{ __typename: "Patient", id: "p1" },
    documents: {
      ...{ __typename: "DocumentConnection", totalCount: nodes.length, nodes },
      pageInfo: { __typename: "PageInfo", hasNextPage: false, endCursor: null },
    },
  });

const upload = {
  ...{ __typename: "DocumentUpload", url: "/files/link", method: "PUT", expiresAt: "2099-01-01T00:00:00.000Z" },
  headers: [{ __typename: "UploadHeader", name: "content-type", value: "application/pdf" }],
};

const mutation = (name: string, changes: object) => ({
  data: {
    __typename: "Mutation",
    [name]: { __typename: `${name[0]?.toUpperCase()}${name.slice(1)}Payload`, userErrors: [], ...changes },
  },
});

/** The store that files are sent to: the test says what it answers. */
function stubStore(answers: (number | "lost")[]) {
  const sent: { readonly url: string; readonly headers: Record<string, string> }[] = [];
  class Request extends EventTarget {
    upload = new EventTarget();
    status = 0;
    #url = "";
    #headers: Record<string, string> = {};
    open(_method: string, url: string) {
      this.#url = url;
    }
    setRequestHeader(name: string, value: string) {
      this.#headers[name] = value;
    }
    abort() {
      this.dispatchEvent(new Event("abort"));
    }
    send() {
      sent.push({ url: this.#url, headers: this.#headers });
      const answer = answers.shift() ?? 201;
      queueMicrotask(() => {
        this.upload.dispatchEvent(new ProgressEvent("progress", { loaded: 2, total: 4, lengthComputable: true }));
        if (answer === "lost") {
          this.dispatchEvent(new Event("error"));
        } else {
          this.status = answer;
          this.dispatchEvent(new Event("load"));
        }
      });
    }
  }
  vi.stubGlobal("XMLHttpRequest", Request);
  return sent;
}

const choose = (file: File) => fireEvent.change(screen.getByTestId("files"), { target: { files: [file] } });
const pdf = new File(["%PDF"], "Referral.pdf", { type: "application/pdf" });

test("a file is announced, sent by its link, checked, and listed", async () => {
  let arrived = false;
  const sent = stubStore([]);
  const documents = () => (arrived ? list(document()) : list());
  const complete = () => {
    arrived = true;
    return mutation("completeDocumentUpload", { document: document() });
  };
  const asked = answerGraphql({
    PatientDocuments: documents,
    RequestDocumentUpload: mutation("requestDocumentUpload", {
      document: document({ state: "AWAITING_UPLOAD", upload }),
    }),
    CompleteDocumentUpload: complete,
  });
  renderPart(<DocumentsTab />);
  await screen.findByText("No documents yet");
  choose(pdf);
  await screen.findByText("4 byte · Added to the record");
  expect(await screen.findByRole("button", { name: "Actions for Referral.pdf" })).toBeTruthy();
  expect(sent).toEqual([{ url: "/files/link", headers: { "content-type": "application/pdf" } }]);
  expect(asked.find(({ name }) => name === "RequestDocumentUpload")?.variables.input).toMatchObject({
    ...{ patientId: "p1", category: "CLINICAL", name: "Referral.pdf", contentType: "application/pdf", size: 4 },
  });
});

test("what was cut off is sent again by the same link, without being announced twice", async () => {
  const sent = stubStore(["lost", 201]);
  const asked = answerGraphql({
    PatientDocuments: list(),
    RequestDocumentUpload: mutation("requestDocumentUpload", {
      document: document({ state: "AWAITING_UPLOAD", upload }),
    }),
    CompleteDocumentUpload: mutation("completeDocumentUpload", { document: document() }),
  });
  renderPart(<DocumentsTab />);
  await screen.findByText("No documents yet");
  choose(pdf);
  fireEvent.click(await screen.findByRole("button", { name: "Try again: Referral.pdf" }));
  await screen.findByText("4 byte · Added to the record");
  expect(sent).toHaveLength(2);
  expect(asked.filter(({ name }) => name === "RequestDocumentUpload")).toHaveLength(1);
});

test("a file whose announcement was not answered is announced again under its key", async () => {
  stubStore([]);
  let silent = true;
  const announced = mutation("requestDocumentUpload", { document: document({ state: "AWAITING_UPLOAD", upload }) });
  const answer = () =>
    silent
      ? {
          data: { __typename: "Mutation", requestDocumentUpload: null },
          errors: [unavailable("requestDocumentUpload")],
        }
      : announced;
  const asked = answerGraphql({
    PatientDocuments: list(),
    RequestDocumentUpload: answer,
    CompleteDocumentUpload: mutation("completeDocumentUpload", { document: document() }),
  });
  renderPart(<DocumentsTab />);
  await screen.findByText("No documents yet");
  choose(pdf);
  const again = await screen.findByRole("button", { name: "Try again: Referral.pdf" });
  silent = false;
  fireEvent.click(again);
  await screen.findByText("4 byte · Added to the record");
  const keys = asked
    .filter(({ name }) => name === "RequestDocumentUpload")
    .map(({ variables }) => (variables.input as { idempotencyKey: string }).idempotencyKey);
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(1);
});

test("whoever leaves while a file is sent is asked, and stays or stops it", async () => {
  stubStore([]);
  const held = Promise.withResolvers<GraphqlAnswer>();
  const answer = () => held.promise;
  answerGraphql({ PatientDocuments: list(), RequestDocumentUpload: answer });
  renderPart(
    <>
      <Link to="/elsewhere">Elsewhere</Link>
      <Routes>
        <Route path="/" element={<DocumentsTab />} />
        <Route path="/elsewhere" element={<p>Another page</p>} />
      </Routes>
    </>,
  );
  await screen.findByText("No documents yet");
  choose(pdf);
  fireEvent.click(screen.getByRole("link", { name: "Elsewhere" }));
  expect((await screen.findByRole("alert")).textContent).toBe("A file is still being sent.");
  fireEvent.click(screen.getByRole("button", { name: "Keep sending" }));
  expect(screen.queryByRole("alert")).toBeNull();
  fireEvent.click(screen.getByRole("link", { name: "Elsewhere" }));
  fireEvent.click(await screen.findByRole("button", { name: "Stop sending" }));
  expect(await screen.findByText("Another page")).toBeTruthy();
});

test("what the check rejects is said, and cannot be sent again", async () => {
  stubStore([]);
  answerGraphql({
    PatientDocuments: list(),
    RequestDocumentUpload: mutation("requestDocumentUpload", {
      document: document({ state: "AWAITING_UPLOAD", upload }),
    }),
    CompleteDocumentUpload: mutation("completeDocumentUpload", {
      document: document({ state: "REJECTED", rejection: "INFECTED" }),
    }),
  });
  renderPart(<DocumentsTab />);
  await screen.findByText("No documents yet");
  choose(pdf);
  await screen.findByText("Has a virus: it was removed");
  expect(screen.queryByRole("button", { name: "Try again: Referral.pdf" })).toBeNull();
});

test("a file of a kind that is not kept is not even announced", async () => {
  stubStore([]);
  const asked = answerGraphql({ PatientDocuments: list() });
  renderPart(<DocumentsTab />);
  await screen.findByText("No documents yet");
  choose(new File(["x"], "macro.docm"));
  await screen.findByText(/This kind of file is not kept/);
  expect(asked.map(({ name }) => name)).not.toContain("RequestDocumentUpload");
});

test("a file that cannot be read any more says so, and the one after it arrives", async () => {
  stubStore([]);
  answerGraphql({
    PatientDocuments: list(),
    RequestDocumentUpload: mutation("requestDocumentUpload", {
      document: document({ state: "AWAITING_UPLOAD", upload }),
    }),
    CompleteDocumentUpload: mutation("completeDocumentUpload", { document: document() }),
  });
  renderPart(<DocumentsTab />);
  await screen.findByText("No documents yet");
  const gone = new File(["%PDF"], "Gone.pdf", { type: "application/pdf" });
  gone.arrayBuffer = () => Promise.reject(new DOMException("Gone", "NotFoundError"));
  choose(gone);
  choose(pdf);
  await screen.findByText("The file cannot be read any more. Choose it again.");
  await screen.findByText("4 byte · Added to the record");
});

test("the link to a file is asked for when somebody wants it, and a document is archived for a reason", async () => {
  const asked = answerGraphql({
    PatientDocuments: list(document()),
    ArchiveDocument: mutation("archiveDocument", { document: document({ archivedAt: "2026-11-21T00:00:00.000Z" }) }),
  });
  renderPart(<DocumentsTab />);
  fireEvent.click(await screen.findByRole("button", { name: "Actions for Referral.pdf" }));
  fireEvent.click(screen.getByRole("menuitem", { name: "Archive" }));
  fireEvent.change(await screen.findByRole("textbox", { name: "Reason" }), { target: { value: "Other patient" } });
  fireEvent.click(screen.getByRole("button", { name: "Archive" }));
  await waitFor(() => expect(asked.some(({ name }) => name === "ArchiveDocument")).toBe(true));
  expect(asked.find(({ name }) => name === "ArchiveDocument")?.variables.input).toMatchObject({
    ...{ id: "f1", expectedVersion: 1, reason: "Other patient" },
  });
});
