/** What every app is told by its page, and how it tells a test what its own listeners heard. */

/** One event, as a listener bound the framework's way saw it. */
export interface Heard {
  readonly name: string;
  readonly detail: unknown;
}

declare global {
  interface Window {
    handled?: Heard[];
  }
}

/** `undefined` on a server, which is told otherwise. */
export const serverUrl = 'document' in globalThis ? document.documentElement.dataset.companion : undefined;

export async function fetchSession(): Promise<{ token: string }> {
  const response = await fetch('/session', { method: 'POST' });
  return (await response.json()) as { token: string };
}

/** An object that no attribute could hold. */
export const strings = { connect: 'Bring the farm in' };

export function hear(event: CustomEvent): void {
  (window.handled ??= []).push({ name: event.type, detail: event.detail });
}
