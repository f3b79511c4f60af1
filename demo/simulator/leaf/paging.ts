/** Lists that come in pages, as Leaf has them: twenty at a time unless more are asked for, and never more than a hundred. */
import * as z from 'zod';

/** What a query says of the page. */
export const paging = {
  page: z.coerce.number().int().min(0).default(0),
  size: z.coerce.number().int().min(1).max(100).default(20),
};

export function pageOf<Row>(rows: readonly Row[], page: number, size: number): Row[] {
  return rows.slice(page * size, (page + 1) * size);
}
