/** Whether a request leads a window of somebody's on, as far as it says: browsers too old for these headers say nothing. */
export function leadsWindow({ headers }: Request): boolean {
  return (
    (headers.get('Sec-Fetch-Mode') ?? 'navigate') === 'navigate' &&
    (headers.get('Sec-Fetch-Dest') ?? 'document') === 'document' &&
    !isPrefetch(headers)
  );
}

/** Nobody is in front of what is fetched in advance. */
export function isPrefetch(headers: Headers): boolean {
  return ['Sec-Purpose', 'Purpose', 'X-Purpose', 'X-Moz'].some((name) =>
    /prefetch|prerender|preview/i.test(headers.get(name) ?? ''),
  );
}
