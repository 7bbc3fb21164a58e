/** A form of identity's pages, as a browser would send it. */
export interface PageForm {
  /** Relative to the page. */
  readonly action: string;
  /** What is filled in already: hidden fields. */
  readonly fields: Readonly<Record<string, string>>;
  /** The names of the fields that a person fills in. */
  readonly asked: ReadonlySet<string>;
}

/** The form that asks for one of `names`; undefined when the page has none. */
export function formAsking(html: string, names: readonly string[]): PageForm | undefined {
  for (const [, attributes = "", content = ""] of html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gis)) {
    const inputs = [...content.matchAll(/<input\b([^>]*)>/gi)].map(([, text = ""]) => text);
    const hidden = inputs.filter((input) => attributeOf(input, "type") === "hidden");
    const asked = new Set(
      inputs.filter((input) => !hidden.includes(input)).map((input) => attributeOf(input, "name") ?? ""),
    );
    if (!names.some((name) => asked.has(name))) continue;
    const fields = hidden.map((input) => [attributeOf(input, "name") ?? "", attributeOf(input, "value") ?? ""]);
    return { action: attributeOf(attributes, "action") ?? "", fields: Object.fromEntries(fields), asked };
  }
  return undefined;
}

/** What a page says is wrong, as plain text; undefined when it complains of nothing. */
export function alertOf(html: string): string | undefined {
  const [, content] = /<[^>]*role="alert"[^>]*>(.*?)<\/(?:p|div|ul|section|output)>/is.exec(html) ?? [];
  const text =
    content &&
    decode(content.replace(/<[^>]*>/g, " "))
      .replace(/\s+/g, " ")
      .trim();
  return text || undefined;
}

function attributeOf(text: string, name: string): string | undefined {
  const value = new RegExp(`\\b${name}="([^"]*)"`, "i").exec(text)?.[1];
  return value === undefined ? undefined : decode(value);
}

const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

function decode(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([\da-f]+)|([a-z]+));/gi, (whole, decimal, hexadecimal, name) => {
    if (decimal) return String.fromCodePoint(Number(decimal));
    if (hexadecimal) return String.fromCodePoint(Number.parseInt(hexadecimal, 16));
    return named[String(name).toLowerCase()] ?? whole;
  });
}
