import type { Config } from '../server/config.js';

/** What one check of `doctor` came to. */
export interface Finding {
  check: string;
  /** `skipped`: not looked at, and the message says why. */
  result: 'ok' | 'warning' | 'fault' | 'skipped';
  /** What is so; for anything but `ok`, also how to mend it. */
  message: string;
}

export const ok = (check: string, message: string): Finding => ({ check, result: 'ok', message });
export const warning = (check: string, message: string): Finding => ({ check, result: 'warning', message });
export const fault = (check: string, message: string): Finding => ({ check, result: 'fault', message });
export const skipped = (check: string, message: string): Finding => ({ check, result: 'skipped', message });

/** What the checks may know of a configuration. */
export type Examined = Pick<
  Config,
  | 'leaf'
  | 'johnDeere'
  | 'flow'
  | 'companyName'
  | 'dataSync'
  | 'magicLink'
  | 'magicLinkOrigins'
  | 'publicUrl'
  | 'allowedOrigins'
  | 'signInOrigins'
  | 'managementOrigins'
  | 'sessionKeys'
>;
