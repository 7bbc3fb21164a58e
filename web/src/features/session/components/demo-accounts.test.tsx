import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { Role } from "../../../graphql/graphql.ts";
import { renderPage } from "../../../testing/render-page.tsx";
import { DemoAccounts } from "./demo-accounts.tsx";

test("each account leads to the sign-in with its address filled in, and back to where the reader wanted to go", () => {
  const nurse = { email: "nurse@careconnect.test", displayName: "Nora", roles: [Role.Nurse], organization: "Clinic" };
  renderPage(<DemoAccounts accounts={[nurse]} wanted="/patients" />);
  const link = screen.getByRole("link", { name: /nurse@careconnect\.test/ });
  expect(link.getAttribute("href")).toBe(
    "/session/sign-in?return=%2Fpatients&ui_locales=en&login_hint=nurse%40careconnect.test",
  );
});
