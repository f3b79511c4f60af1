/**
 * When something was, or will be, in milliseconds; `NaN` for what is no time. The form that Leaf writes is not documented:
 * ISO 8601, in UTC where no zone is named, or a number since 1970.
 */
export function timeOf(timestamp: string | number): number {
  const number = Number(timestamp);
  if (!Number.isNaN(number)) return number < 1e11 ? number * 1000 : number;
  const text = String(timestamp);
  return Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/i.test(text) || !text.includes('T') ? text : `${text}Z`);
}
