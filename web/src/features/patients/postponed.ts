const delayMilliseconds = 8_000;

/** Does something some seconds later, or at once when the page is left: whoever decided it counts on it. */
export function postpone(work: () => void, delay = delayMilliseconds): { readonly cancel: () => void } {
  const end = () => {
    clearTimeout(timer);
    window.removeEventListener("pagehide", now);
  };
  const now = () => {
    end();
    work();
  };
  const timer = setTimeout(now, delay);
  window.addEventListener("pagehide", now);
  return { cancel: end };
}
