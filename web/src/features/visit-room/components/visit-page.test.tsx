import { fireEvent, screen } from "@testing-library/react";
import { Route, Routes } from "react-router";
import { expect, test, vi } from "vitest";
import { answerGraphql } from "../../../testing/graphql-server.ts";
import { renderPage } from "../../../testing/render-page.tsx";
import { VisitPage } from "./visit-page.tsx";

const id = "0199a000-0000-7000-8000-0000000000a1";
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

interface Answer {
  readonly joinUrl?: string | null;
  readonly joinableFrom?: string | null;
}

const room = (link: string) => `http://localhost/visit/${id}#${link}`;

function openVisit(consultation: Answer | null, options: { readonly hash?: string; readonly refusal?: string } = {}) {
  const { hash = "", refusal = "ROOM_LINK_EXPIRED" } = options;
  const asked = answerGraphql({
    VisitEntry: {
      data: {
        __typename: "Query",
        appointment: {
          ...{ __typename: "Appointment", id, status: "BOOKED", visitType: "VIDEO" },
          ...{ startsAt: inMinutes(5), endsAt: inMinutes(25) },
          patient: { __typename: "Patient", id: "p1", fullName: "Amira Nasser" },
          provider: { __typename: "Provider", id: "d1", fullName: "Dr. Leila Haddad" },
          consultation: consultation && {
            ...{ __typename: "Consultation", id: "c1", joinUrl: null, joinableFrom: inMinutes(-10) },
            ...consultation,
          },
        },
      },
    },
    JoinVisitRoom: {
      data: {
        __typename: "Mutation",
        joinVisitRoom: {
          __typename: "JoinVisitRoomPayload",
          visitRoom: null,
          userErrors: [{ __typename: "UserError", code: refusal, field: ["link"], message: "No." }],
        },
      },
    },
  });
  const denied = () => Promise.reject(new DOMException("none", "NotFoundError"));
  vi.stubGlobal("navigator", Object.assign(navigator, { mediaDevices: { getUserMedia: denied } }));
  renderPage(
    <Routes>
      <Route path="/visit/:appointmentId" element={<VisitPage />} />
    </Routes>,
    { at: `/visit/${id}${hash}` },
  );
  return asked;
}

test("before the room opens the page says when it does", async () => {
  openVisit({ joinableFrom: inMinutes(90) });
  expect(await screen.findByText(/^The room opens at /)).toBeDefined();
});

test("whoever is no side of the visit is told so, and where to look", async () => {
  openVisit(null);
  expect(await screen.findByText("There is no video visit for you here")).toBeDefined();
  expect(screen.getByRole("link", { name: "Go to your appointments" }).getAttribute("href")).toBe("/appointments");
});

test("a visit that was called off or is none by video has no room", async () => {
  openVisit({ joinableFrom: null });
  expect(await screen.findByText("This visit is over")).toBeDefined();
});

test("a clinic that meets its patients elsewhere sends them there", async () => {
  openVisit({ joinUrl: "https://video.example/room-1?as=provider" });
  const link = await screen.findByRole("link", { name: "Go there" });
  expect(link.getAttribute("href")).toBe("https://video.example/room-1?as=provider");
});

test("without a camera one may enter all the same; a link that expired is exchanged for a new one", async () => {
  const asked = openVisit({ joinUrl: room("new") }, { hash: "#old" });
  expect(await screen.findByRole("alert")).toHaveProperty(
    "textContent",
    expect.stringContaining("No camera or microphone was found"),
  );
  fireEvent.click(screen.getByRole("button", { name: "Enter the room" }));
  expect(await screen.findByText("This link has expired")).toBeDefined();
  fireEvent.click(screen.getByRole("button", { name: "Get a new link" }));
  // The camera is looked for anew.
  await screen.findByRole("alert");
  fireEvent.click(screen.getByRole("button", { name: "Enter the room" }));
  await screen.findByText("This link has expired");
  const links = asked.filter(({ name }) => name === "JoinVisitRoom").map(({ variables }) => variables.input);
  expect(links).toMatchObject([{ link: "old" }, { link: "new" }]);
});
