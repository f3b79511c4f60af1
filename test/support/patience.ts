/** How long a test waits for something that it expects. A limit for what never comes; nothing is measured by it. */
export const PATIENCE = { interval: 10, timeout: 8_000 };
