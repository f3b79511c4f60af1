/** The class alone: importing it defines no tag. */
export { LeafJdConnect, type Theme } from './leaf-jd-connect.js';
export type { LeafConnectEventDetails } from './announcements.js';
export type { Mode } from './redirect.js';
export type { FetchSession } from './session-source.js';
export type { TextTable } from './texts/texts.js';
export type { Connection, Organization, Organizations } from '../protocol/wire.js';
export type {
  CancelReason,
  DiagnosticCode,
  ElementState,
  ErrorCode,
  Health,
  LinkKind as HostedLink,
} from '../protocol/vocabulary.js';
