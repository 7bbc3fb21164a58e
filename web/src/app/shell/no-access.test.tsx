import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderPage, staffViewer } from "../../testing/render-page.tsx";
import { NoAccess } from "./no-access.tsx";
import { Sidebar } from "./sidebar.tsx";

const unlinked = { ...staffViewer, roles: ["PATIENT"] as const, providerId: null };

test("a patient's account without a record says who can link it, and offers no pages", () => {
  renderPage(
    <>
      <Sidebar />
      <NoAccess />
    </>,
    { viewer: unlinked },
  );
  expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Your account is not linked to a record yet");
  expect(screen.getByText(/Ask the front desk to invite your e-mail address/)).toBeTruthy();
  expect(screen.queryByRole("link", { name: "My appointments" })).toBeNull();
});

test("an account without a role that works here says which it needs", () => {
  renderPage(<NoAccess />, { viewer: { ...staffViewer, roles: ["PARTNER"] } });
  expect(screen.getByText(/Ask your administrator for a staff or patient role/)).toBeTruthy();
});
