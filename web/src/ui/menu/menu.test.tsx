import { fireEvent, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { renderPage } from "../../testing/render-page.tsx";
import { Menu, MenuChoice, MenuItem } from "./menu.tsx";

function open(onSelect = () => undefined) {
  renderPage(
    <Menu
      button={(button) => (
        <button type="button" {...button}>
          Actions
        </button>
      )}
    >
      <MenuItem onSelect={onSelect}>Confirm</MenuItem>
      <MenuItem onSelect={onSelect}>Cancel</MenuItem>
      <MenuChoice chosen onSelect={onSelect}>
        Dark
      </MenuChoice>
    </Menu>,
  );
  const button = screen.getByRole("button", { name: "Actions" });
  fireEvent.click(button);
  return { button, menu: screen.getByRole("menu") };
}

const focused = () => document.activeElement?.textContent;

test("a menu opens at what is chosen, and arrow keys and letters walk through it", () => {
  const { button, menu } = open();
  expect(button.getAttribute("aria-expanded")).toBe("true");
  expect(button.getAttribute("aria-controls")).toBe(menu.id);
  const walked = [focused()];
  for (const key of ["ArrowDown", "ArrowUp", "Home", "End", "c", "c"]) {
    fireEvent.keyDown(menu, { key });
    walked.push(focused());
  }
  expect(walked).toEqual(["Dark", "Confirm", "Dark", "Confirm", "Dark", "Confirm", "Cancel"]);
});

test.each(["Escape", "Tab"])("%s leaves the menu and returns to its button", (key) => {
  const { button, menu } = open();
  fireEvent.keyDown(menu, { key });
  expect(screen.queryByRole("menu")).toBeNull();
  expect(document.activeElement).toBe(button);
});

test("an item does what it is for once the focus is back", () => {
  const onSelect = vi.fn(() => void expect(focused()).toBe("Actions"));
  open(onSelect);
  fireEvent.click(screen.getByRole("menuitem", { name: "Cancel" }));
  expect(onSelect).toHaveBeenCalledOnce();
  expect(screen.queryByRole("menu")).toBeNull();
});

test("a press elsewhere closes it", () => {
  open();
  fireEvent.pointerDown(document.body);
  expect(screen.queryByRole("menu")).toBeNull();
});

test("it stays with its button when what is around it moves", () => {
  vi.spyOn(document.documentElement, "clientHeight", "get").mockReturnValue(600);
  const { button, menu } = open();
  button.getBoundingClientRect = () => new DOMRect(0, 80, 40, 20);
  fireEvent.scroll(window);
  expect(screen.getByRole("menu")).toBe(menu);
  expect(menu.style.insetBlockStart).toBe("104px");
  vi.restoreAllMocks();
});
