import { fireEvent, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderPage } from "../../testing/render-page.tsx";
import { AccountMenu } from "./account-menu.tsx";

test("the account's button is called what is seen on it, and says whose account it is once", async () => {
  renderPage(<AccountMenu />);
  // Here, nothing has a layout that would part what stands side by side.
  fireEvent.click(await screen.findByRole("button", { name: /^Account of Dr\. Leila Haddad\s*CareConnect Clinic$/ }));
  expect(await screen.findByRole("menuitem", { name: "Sign out" })).toBeTruthy();
});
