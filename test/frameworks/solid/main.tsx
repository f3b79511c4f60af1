import { createSignal, Show } from 'solid-js';
import { render } from 'solid-js/web';
import 'leaf-jd-connect';
import type { LeafJdConnect } from 'leaf-jd-connect/element';
import { fetchSession, hear, serverUrl, strings } from '../shared/page.js';

declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements {
      'leaf-jd-connect': HTMLAttributes<LeafJdConnect> & Record<`${'attr' | 'prop' | 'on'}:${string}`, unknown>;
    }
  }
}

function App() {
  const [shown, setShown] = createSignal(true);
  const [heading, setHeading] = createSignal('Machine data');
  const [cleared, setCleared] = createSignal(false);
  const [locked, setLocked] = createSignal(false);
  const [vetoed, setVetoed] = createSignal(false);
  let card: LeafJdConnect | undefined;
  return (
    <>
      <button onClick={() => setShown(!shown())}>Show</button>
      <button onClick={() => setHeading('Another name')}>Rename</button>
      <button onClick={() => setCleared(true)}>Clear</button>
      <button onClick={() => setLocked(!locked())}>Lock</button>
      <button onClick={() => setVetoed(!vetoed())}>Veto</button>
      <button onClick={() => void card?.refresh()}>Refresh</button>
      <Show when={shown()}>
        <leaf-jd-connect
          ref={card}
          class="mine"
          prop:serverUrl={serverUrl}
          prop:fetchSession={fetchSession}
          prop:strings={cleared() ? undefined : strings}
          prop:companyName="Fieldbook"
          prop:heading={cleared() ? undefined : heading()}
          prop:allowDisconnect={!cleared()}
          prop:disabled={locked()}
          on:leaf-connect={(event: CustomEvent) => {
            hear(event);
            if (vetoed()) event.preventDefault();
          }}
          on:leaf-connected={hear}
          on:leaf-organizations-change={hear}
          on:leaf-state-change={hear}
        >
          <p>Intro of the page</p>
          <p slot="help">Help of the page</p>
        </leaf-jd-connect>
      </Show>
    </>
  );
}

const place = document.querySelector('#app');
if (place) render(() => <App />, place);
