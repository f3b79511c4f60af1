import type { Config } from '../server/config.js';

/** What one check of `doctor` came to. */
export interface Finding {
  check: string;
  /** `skipped`: not looked at, and the message says why. */
  result: 'ok' | 'warning' | 'fault' | 'skipped';
  /** What is so; for anything but `ok`, also how to mend it. */
  message: string;
}

/** What the checks may know of a configuration. */
export type Examined = Pick<
  Config,
  'leaf' | 'johnDeere' | 'publicUrl' | 'allowedOrigins' | 'signInOrigins' | 'managementOrigins' | 'sessionKeys'
>;
