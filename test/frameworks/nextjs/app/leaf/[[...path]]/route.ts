import { createLeafConnect, type Companion } from 'leaf-jd-connect/server';
import { currentUser } from '../../../lib/sign-in';
import { simulatedWorld } from '../../../lib/simulated-world'; // only in the tests

let companion: Companion | undefined;

// Not made when this file is loaded: `next build` loads it too, and has no secrets.
function createCompanion(): Companion {
  const env = process.env as Record<string, string>;
  return createLeafConnect({
    leaf: { username: env.LEAF_USERNAME, password: env.LEAF_PASSWORD },
    johnDeere: { clientKey: env.JD_CLIENT_KEY, clientSecret: env.JD_CLIENT_SECRET, environment: 'PRODUCTION' },
    publicUrl: env.PUBLIC_URL, // https://app.example.com/leaf
    allowedOrigins: env.ALLOWED_ORIGINS.split(','),
    sessionKeys: env.SESSION_KEYS.split(','), // made by: npx leaf-jd-connect keygen
    companyName: 'Fieldbook',
    authorize: currentUser,
    ...simulatedWorld(env), // only in the tests
  });
}

function answer(request: Request): Promise<Response> {
  companion ??= createCompanion();
  return companion.fetch(request);
}

export { answer as GET, answer as POST, answer as PATCH, answer as DELETE, answer as OPTIONS };
