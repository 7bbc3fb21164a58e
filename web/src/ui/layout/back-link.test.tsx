import { fireEvent, render, screen } from "@testing-library/react";
import { createBrowserRouter, Link, Outlet, useLocation } from "react-router";
import { RouterProvider } from "react-router/dom";
import { expect, test } from "vitest";
import { noteStep } from "../../lib/trail.ts";
import { BackLink } from "./back-link.tsx";

function Frame() {
  const { pathname, search } = useLocation();
  noteStep(pathname);
  return (
    <>
      <p data-testid="address">{`${pathname}${search}`}</p>
      <Outlet />
    </>
  );
}

function open(at: string): void {
  window.history.replaceState(null, "", at);
  const router = createBrowserRouter([
    {
      element: <Frame />,
      children: [
        { path: "/patients", element: <Link to="/patients/p1">Amira Nasser</Link> },
        { path: "/patients/:patientId/*", element: <Detail /> },
      ],
    },
  ]);
  render(<RouterProvider router={router} />);
}

function Detail() {
  return (
    <>
      <BackLink to="/patients" label="Patients" />
      <Link to="/patients/p1/notes">Notes</Link>
    </>
  );
}

const address = () => screen.getByTestId("address").textContent;

test("leads back to the list as it was filtered, whatever was opened of the patient", async () => {
  open("/patients?order=MRN_DESC");
  fireEvent.click(screen.getByRole("link", { name: "Amira Nasser" }));
  fireEvent.click(await screen.findByRole("link", { name: "Notes" }));
  fireEvent.click(screen.getByRole("link", { name: "Back to Patients" }));
  await screen.findByRole("link", { name: "Amira Nasser" });
  expect(address()).toBe("/patients?order=MRN_DESC");
});

test("leads to the list all the same where nobody came from it", async () => {
  open("/patients/p1");
  fireEvent.click(screen.getByRole("link", { name: "Back to Patients" }));
  await screen.findByRole("link", { name: "Amira Nasser" });
  expect(address()).toBe("/patients");
});
