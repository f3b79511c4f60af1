/** Stands for the application's own sign-in: a cookie that the application alone can write. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { cookies } from 'next/headers';

const COOKIE = 'visitor';

export interface User {
  leafUserId: string;
  name: string;
}

/** Who is signed in here. */
export async function currentUser(): Promise<User | undefined> {
  const [leafUserId = '', signature = ''] = (await cookies()).get(COOKIE)?.value.split('.') ?? [];
  const [given, right] = [Buffer.from(signature), Buffer.from(signatureOf(leafUserId))];
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
  return { leafUserId, name: 'A visitor' };
}

export async function signIn(leafUserId: string): Promise<void> {
  const value = `${leafUserId}.${signatureOf(leafUserId)}`;
  (await cookies()).set(COOKIE, value, { httpOnly: true, sameSite: 'lax', path: '/' });
}

function signatureOf(leafUserId: string): string {
  return createHmac('sha256', process.env.SIGN_IN_KEY ?? '')
    .update(leafUserId)
    .digest('base64url');
}
