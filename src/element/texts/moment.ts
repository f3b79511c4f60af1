/** A moment as the language writes it, in the time zone of whoever reads it; `undefined` when it is none. */
export function moment(written: string, locale: string): string | undefined {
  const date = new Date(written);
  return isNaN(date.valueOf()) ? undefined : date.toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' });
}
