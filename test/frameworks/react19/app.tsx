import { useRef, useState } from 'react';
import 'leaf-jd-connect';
import type { LeafJdConnectElement } from 'leaf-jd-connect/react';
import { fetchSession, hear, strings } from '../shared/page.js';

/** The bare tag: React 19 needs no wrapper, only the types. */
export function App({ serverUrl }: { serverUrl: string | undefined }) {
  const [shown, setShown] = useState(true);
  const [heading, setHeading] = useState('Machine data');
  const [cleared, setCleared] = useState(false);
  const [locked, setLocked] = useState(false);
  const [vetoed, setVetoed] = useState(false);
  const card = useRef<LeafJdConnectElement>(null);
  return (
    <>
      <button onClick={() => setShown(!shown)}>Show</button>
      <button onClick={() => setHeading('Another name')}>Rename</button>
      <button onClick={() => setCleared(true)}>Clear</button>
      <button onClick={() => setLocked(!locked)}>Lock</button>
      <button onClick={() => setVetoed(!vetoed)}>Veto</button>
      <button onClick={() => void card.current?.refresh()}>Refresh</button>
      {shown && (
        <leaf-jd-connect
          ref={card}
          className="mine"
          serverUrl={serverUrl}
          fetchSession={fetchSession}
          strings={cleared ? undefined : strings}
          company-name="Fieldbook"
          heading={cleared ? undefined : heading}
          allowDisconnect={!cleared}
          disabled={locked}
          onleaf-connect={(event) => {
            hear(event);
            if (vetoed) event.preventDefault();
          }}
          onleaf-connected={hear}
          onleaf-organizations-change={hear}
          onleaf-state-change={hear}
        >
          <p>Intro of the page</p>
          <p slot="help">Help of the page</p>
        </leaf-jd-connect>
      )}
    </>
  );
}
