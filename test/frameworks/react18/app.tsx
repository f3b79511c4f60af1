import { useRef, useState } from 'react';
import { LeafJdConnect, type LeafJdConnectElement } from 'leaf-jd-connect/react';
import { fetchSession, hear, strings } from '../shared/page.js';

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
        <LeafJdConnect
          ref={card}
          className="mine"
          serverUrl={serverUrl}
          // A new function with every render, as people write it.
          fetchSession={() => fetchSession()}
          strings={cleared ? undefined : strings}
          companyName="Fieldbook"
          heading={cleared ? undefined : heading}
          allowDisconnect={!cleared}
          disabled={locked}
          onLeafConnect={(event) => {
            hear(event);
            if (vetoed) event.preventDefault();
          }}
          onLeafConnected={hear}
          onLeafOrganizationsChange={hear}
          onLeafStateChange={hear}
        >
          <p>Intro of the page</p>
          <p slot="help">Help of the page</p>
        </LeafJdConnect>
      )}
    </>
  );
}
