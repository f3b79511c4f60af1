/** A moment in the words and the time zone of whoever reads it; `undefined` when it is none. */
export function moment(written: string): string | undefined {
  const date = new Date(written);
  return isNaN(date.valueOf())
    ? undefined
    : date.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}
