import type { FlowName } from '../../protocol/vocabulary.js';
import type { Attempt } from '../attempt.js';
import type { RequestScope } from '../request-scope.js';

/** What the browser that began a sign-in has to bring back with the answer. Kept in a cookie, for nobody but us to read. */
export interface Binding {
  state: string;
  /** The PKCE verifier, where we are the ones who redeem the code. */
  verifier?: string | undefined;
}

/** Where the window goes from the start page. */
export interface SignInStart {
  /** An address that was held against the URL policy. */
  location: string;
  /** Of a sign-in that comes back to the companion. */
  binding?: Binding;
}

/** A way of signing in at John Deere. The routes know this interface and no flow by name. */
export interface Flow {
  readonly name: FlowName;
  /** Throws `ProblemError` when there is no way to sign in. */
  startSignIn(attempt: Attempt, scope: RequestScope): Promise<SignInStart>;
  /**
   * For a flow whose sign-in comes back to the companion: makes of the answer, whose `state` was compared, a refresh token.
   * Throws `ProblemError`: `attempt_expired` when the code is used up or too old.
   */
  readonly redeem?: (answer: URLSearchParams, binding: Binding, scope: RequestScope) => Promise<string>;
}
