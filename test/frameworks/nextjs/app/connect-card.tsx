'use client';
import { useState } from 'react';
import { LeafJdConnect } from 'leaf-jd-connect/react';

export function ConnectCard() {
  const [shared, setShared] = useState(0);
  return (
    <>
      <LeafJdConnect
        serverUrl="/leaf"
        companyName="Fieldbook"
        allowDisconnect
        onLeafConnected={({ detail }) => setShared(detail.connection.organizations.connected.length)}
      >
        <p>Fieldbook reads your fields and your machines’ work.</p>
        <p slot="help">Questions? Call us.</p>
      </LeafJdConnect>
      {shared > 0 && <p id="told">{shared} shared</p>}
    </>
  );
}
