/** Making one of the platform's formatters takes a hundred times as long as using it: each is made once. */
function madeOnce<Options, Formatter>(Made: new (locale: string, options?: Options) => Formatter) {
  const known = new Map<string, Formatter>();
  return (locale: string, options?: Options): Formatter => {
    const key = `${locale} ${JSON.stringify(options)}`;
    const formatter = known.get(key) ?? new Made(locale, options);
    known.set(key, formatter);
    return formatter;
  };
}

export const dateTimeFormat = madeOnce<Intl.DateTimeFormatOptions, Intl.DateTimeFormat>(Intl.DateTimeFormat);
export const numberFormat = madeOnce<Intl.NumberFormatOptions, Intl.NumberFormat>(Intl.NumberFormat);
