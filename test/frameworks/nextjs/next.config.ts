import type { NextConfig } from 'next';

/** The app's modules lie in the repository's own folder, two levels up. */
const root = new URL('../../..', import.meta.url).pathname;

export default { turbopack: { root }, outputFileTracingRoot: root } satisfies NextConfig;
