import type { Icon } from "@tabler/icons-react";
import {
  createContext,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useContext,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { Link } from "react-router";
import styles from "./menu.module.css";

/** What the button of a menu takes on, whatever it looks like. */
export interface MenuButton {
  readonly ref: RefObject<HTMLButtonElement | null>;
  readonly "aria-haspopup": "menu";
  readonly "aria-expanded": boolean;
  readonly "aria-controls": string | undefined;
  readonly onClick: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

interface MenuProps {
  readonly button: (button: MenuButton) => ReactNode;
  /** Pixels; by default as wide as the button. */
  readonly width?: number;
  /** Called before it is shown. */
  readonly onOpen?: () => void;
  readonly children: ReactNode;
}

const gap = 4;
const Close = createContext<() => void>(() => undefined);

/**
 * A button and the menu that it opens, in the browser's own top layer: above everything, cut off by nothing. Arrow keys
 * walk through it, Escape and Tab leave it; the focus returns to the button before an item does what it is for.
 */
export function Menu({ button, width, onOpen, children }: MenuProps) {
  const id = useId();
  const [opened, setOpened] = useState(false);
  const target = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);

  function open(): void {
    onOpen?.();
    setOpened(true);
  }

  function leave(): void {
    setOpened(false);
    target.current?.focus();
  }

  useLayoutEffect(() => {
    if (opened && list.current !== null && target.current !== null) {
      list.current.showPopover();
      place(list.current, target.current);
      (chosenIn(list.current) ?? itemsOf(list.current)[0])?.focus();
    }
  }, [opened]);

  useEffect(() => {
    if (!opened) {
      return;
    }
    const pressed = ({ target: at }: PointerEvent) => {
      if (at instanceof Node && !list.current?.contains(at) && !target.current?.contains(at)) {
        setOpened(false);
      }
    };
    // It stays with its button: what scrolls may be a list that changed by itself, and nobody's wish to leave.
    const follow = () => {
      if (list.current !== null && target.current !== null) {
        place(list.current, target.current);
      }
    };
    const anywhere = { passive: true, capture: true };
    document.addEventListener("pointerdown", pressed);
    window.addEventListener("scroll", follow, anywhere);
    window.addEventListener("resize", follow);
    return () => {
      document.removeEventListener("pointerdown", pressed);
      window.removeEventListener("scroll", follow, anywhere);
      window.removeEventListener("resize", follow);
    };
  }, [opened]);

  function walk(event: KeyboardEvent<HTMLDivElement>): void {
    const items = itemsOf(event.currentTarget);
    const at = items.indexOf(document.activeElement as HTMLElement);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1 + items.length,
      Home: 0,
      End: items.length - 1,
    };
    const next = steps[event.key];
    if (next !== undefined) {
      event.preventDefault();
      items[next % items.length]?.focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      // A dialog around the menu stays open.
      event.stopPropagation();
      leave();
    } else if (event.key.length === 1) {
      const following = [...items.slice(at + 1), ...items.slice(0, at + 1)];
      following
        .find(({ textContent }) => textContent.trim().toLowerCase().startsWith(event.key.toLowerCase()))
        ?.focus();
    }
  }

  return (
    <>
      {button({
        ref: target,
        "aria-haspopup": "menu",
        "aria-expanded": opened,
        "aria-controls": opened ? id : undefined,
        onClick: () => (opened ? leave() : open()),
        onKeyDown(event) {
          if (event.key === "ArrowDown") {
            event.preventDefault();
            open();
          }
        },
      })}
      {opened && (
        <div
          ref={list}
          id={id}
          role="menu"
          tabIndex={-1}
          popover="manual"
          className={styles.menu}
          style={width === undefined ? undefined : { inlineSize: width }}
          onKeyDown={walk}
        >
          <Close value={leave}>{children}</Close>
        </div>
      )}
    </>
  );
}

interface ItemProps {
  readonly icon?: Icon;
  /** The icon shows a direction. */
  readonly mirrored?: boolean;
  readonly danger?: boolean;
  readonly children: ReactNode;
}

export function MenuItem({ onSelect, ...item }: ItemProps & { readonly onSelect: () => void }) {
  const close = useContext(Close);
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      className={styles.item}
      data-danger={item.danger || undefined}
      onClick={() => {
        close();
        onSelect();
      }}
    >
      <ItemContent {...item} />
    </button>
  );
}

/** Leads to a page of the app; with `external`, to one of another program at the same origin. */
export function MenuLink({ to, external = false, ...item }: ItemProps & { readonly to: string; external?: boolean }) {
  const close = useContext(Close);
  const props = { role: "menuitem", tabIndex: -1, className: styles.item ?? "", onClick: close };
  return external ? (
    <a href={to} {...props}>
      <ItemContent {...item} />
    </a>
  ) : (
    <Link to={to} {...props}>
      <ItemContent {...item} />
    </Link>
  );
}

/** One of several of which one is chosen. */
export function MenuChoice({
  chosen,
  onSelect,
  lang,
  ...item
}: ItemProps & { readonly chosen: boolean; readonly onSelect: () => void; readonly lang?: string }) {
  const close = useContext(Close);
  return (
    <button
      type="button"
      role="menuitemradio"
      aria-checked={chosen}
      tabIndex={-1}
      className={styles.item}
      lang={lang}
      onClick={() => {
        close();
        onSelect();
      }}
    >
      <ItemContent {...item} />
    </button>
  );
}

function ItemContent({ icon: Glyph, mirrored = false, children }: ItemProps) {
  return (
    <>
      {Glyph !== undefined && (
        <Glyph size={16} stroke={1.7} aria-hidden {...(mirrored ? { className: "mirror" } : {})} />
      )}
      {children}
    </>
  );
}

function itemsOf(menu: HTMLElement): readonly HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role^="menuitem"]')];
}

function chosenIn(menu: HTMLElement): HTMLElement | null {
  return menu.querySelector<HTMLElement>('[aria-checked="true"]');
}

/** Below the button and even with its end, or above where there is no room. */
function place(menu: HTMLElement, button: HTMLElement): void {
  const box = button.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const above = box.bottom + gap + menu.offsetHeight > clientHeight && box.top > menu.offsetHeight;
  const rightToLeft = getComputedStyle(button).direction === "rtl";
  menu.style.insetBlockStart = above ? "auto" : `${box.bottom + gap}px`;
  menu.style.insetBlockEnd = above ? `${clientHeight - box.top + gap}px` : "auto";
  menu.style.insetInlineEnd = `${Math.max(gap, rightToLeft ? box.left : clientWidth - box.right)}px`;
  menu.style.minInlineSize = `${box.width}px`;
}
