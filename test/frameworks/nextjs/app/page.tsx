import { currentUser } from '../lib/sign-in';
import { ConnectCard } from './connect-card';

export default async function Page() {
  if (!(await currentUser())) return <p>Sign in first.</p>;
  return (
    <main>
      <h1>Your farm</h1>
      <ConnectCard />
      <p>Whatever comes next on the page.</p>
    </main>
  );
}
