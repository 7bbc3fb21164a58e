import { MantineProvider } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { act, render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { Notices } from "./notices.tsx";

test("what was said before there was anything to show it is shown all the same", async () => {
  render(
    <MantineProvider env="test">
      <Notices />
    </MantineProvider>,
  );
  act(() => {
    notifications.show({ message: "You are offline." });
  });
  expect(await screen.findByText("You are offline.")).toBeTruthy();
});
