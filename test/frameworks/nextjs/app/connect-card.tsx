'use client';
import { useState } from 'react';
import { LeafJdConnect } from 'leaf-jd-connect/react';

export function ConnectCard() {
  const [shared, setShared] = useState<string[]>([]);
  return (
    <>
      <LeafJdConnect
        serverUrl="/leaf"
        companyName="Fieldbook"
        allowDisconnect
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
