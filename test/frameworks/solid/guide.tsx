import { createSignal, Show } from 'solid-js';
import { render } from 'solid-js/web';
import 'leaf-jd-connect';
import type { LeafConnectEventDetails, LeafJdConnect } from 'leaf-jd-connect/element';

declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements {
      'leaf-jd-connect': HTMLAttributes<LeafJdConnect> & Record<`${'attr' | 'prop' | 'on'}:${string}`, unknown>;
    }
  }
}

function Farm() {
  const [shared, setShared] = createSignal<string[]>([]);
  const connected = ({ detail }: CustomEvent<LeafConnectEventDetails['leaf-connected']>) =>
    setShared(detail.connection.organizations.connected.map(({ name }) => name));
  return (
    <>
      <leaf-jd-connect
        attr:server-url="https://connect.example.com"
        attr:session-url="/leaf-session"
        attr:company-name="Fieldbook"
        on:leaf-connected={connected}
      >
        <p>Fieldbook reads your fields and your machines’ work.</p>
        <p slot="help">Questions? Call us.</p>
      </leaf-jd-connect>
      <Show when={shared().length > 0}>
        <p id="told">Shared: {shared().join(', ')}</p>
      </Show>
    </>
  );
}

const place = document.querySelector('#app');
if (place) render(() => <Farm />, place);
