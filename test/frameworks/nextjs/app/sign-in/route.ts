import { redirect } from 'next/navigation';
import { signIn } from '../../lib/sign-in';

/** Whoever a test says. */
export async function GET(request: Request): Promise<never> {
  await signIn(new URL(request.url).searchParams.get('user') ?? '');
  redirect('/');
}
