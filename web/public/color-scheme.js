// A file of its own, loaded before the first paint: an inline script would need a hole in the content security policy.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem("careconnect-color-scheme");
  } catch {
    chosen = null;
  }
  const systemDark = matchMedia("(prefers-color-scheme: dark)").matches;
  const dark = chosen === "dark" || (chosen !== "light" && systemDark);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
})();
