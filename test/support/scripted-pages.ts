/** The two pages that a scripted companion serves. Both say that they are simulations. */

/** Stands where a person would sign in. It does what the test says over a channel: posts to its opener, or closes. */
export function startPage(base: string): string {
  return `<!doctype html>
<html lang="en">
<title>Simulated sign-in</title>
<h1>Simulated sign-in window</h1>
<p>A component test opened this. It is not John Deere.</p>
<script>
  const channel = new BroadcastChannel(${JSON.stringify(base)});
  channel.onmessage = ({ data }) => {
    if (data.close) close();
    else if ('post' in data) opener?.postMessage(data.post, '*');
  };
  addEventListener('message', ({ data }) => channel.postMessage({ heard: data }));
  channel.postMessage({ href: location.href, name: window.name, opened: opener !== null });
</script>
</html>`;
}

/** A page with the card on it, to be framed or opened. It keeps the names of what the card tells. */
export function embeddedPage(attributes = ''): string {
  return `<!doctype html>
<html lang="en">
<title>Simulated partner page</title>
<p>A component test framed this page. Its companion is a simulation.</p>
<script>
  const told = [];
  for (const name of ['leaf-connect', 'leaf-connected', 'leaf-cancelled', 'leaf-error'])
    addEventListener(name, ({ type }) => told.push(type));
</script>
<leaf-jd-connect server-url="." ${attributes}></leaf-jd-connect>
<script type="module" src="/src/element/define.ts"></script>
</html>`;
}
