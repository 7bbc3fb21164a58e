/** The cookies of one origin, as far as signing in needs them: names, values and paths. */
export interface CookieJar {
  keep(response: Response): void;
  /** The header for a request to `pathname`. */
  headerFor(pathname: string): string;
}

export function createCookieJar(): CookieJar {
  const cookies = new Map<string, { readonly value: string; readonly path: string }>();
  return {
    keep(response) {
      for (const line of response.headers.getSetCookie()) {
        const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
        const separator = pair.indexOf("=");
        const name = pair.slice(0, separator);
        const path = attributes.find((attribute) => /^path=/i.test(attribute))?.slice("path=".length) || "/";
        const value = pair.slice(separator + 1);
        if (value === "") cookies.delete(name);
        else cookies.set(name, { value, path });
      }
    },
    headerFor(pathname) {
      const sent = [...cookies].filter(([, { path }]) => pathname.startsWith(path));
      return sent.map(([name, { value }]) => `${name}=${value}`).join("; ");
    },
  };
}
