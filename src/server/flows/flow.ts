import type { FlowName } from '../../protocol/vocabulary.js';
import type { Attempt } from '../attempt.js';
import type { RequestContext, RequestScope } from '../request-scope.js';

/** Where the window goes from the start page. */
export interface SignInStart {
  /** An address that was held against the URL policy. */
  location: string;
  /** `Set-Cookie` values: what binds the sign-in to this browser. */
  cookies?: string[];
}

/** A way of signing in at John Deere. The routes know this interface and no flow by name. */
export interface Flow {
  readonly name: FlowName;
  /** Throws `ProblemError` when there is no way to sign in. */
  startSignIn(attempt: Attempt, scope: RequestScope): Promise<SignInStart>;
  /** `GET /callback`, for a flow whose sign-in comes back to the companion. */
  readonly callback?: (c: RequestContext) => Promise<Response>;
}
