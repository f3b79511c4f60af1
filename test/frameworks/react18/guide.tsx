import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { LeafJdConnect } from 'leaf-jd-connect/react';

function Farm() {
  const [shared, setShared] = useState<string[]>([]);
  return (
    <>
      <LeafJdConnect
        serverUrl="https://connect.example.com"
        sessionUrl="/leaf-session"
        companyName="Fieldbook"
        onLeafConnected={({ detail }) => {
          setShared(detail.connection.organizations.connected.map(({ name }) => name));
        }}
      >
        <p>Fieldbook reads your fields and your machines’ work.</p>
        <p slot="help">Questions? Call us.</p>
      </LeafJdConnect>
      {shared.length > 0 && <p id="told">Shared: {shared.join(', ')}</p>}
    </>
  );
}

const place = document.querySelector('#app');
if (place) createRoot(place).render(<Farm />);
