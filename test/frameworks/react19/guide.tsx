import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import 'leaf-jd-connect';
import type {} from 'leaf-jd-connect/react';

function Farm() {
  const [shared, setShared] = useState<string[]>([]);
  return (
    <>
      <leaf-jd-connect
        server-url="https://connect.example.com"
        session-url="/leaf-session"
        company-name="Fieldbook"
        onleaf-connected={({ detail }) => {
          setShared(detail.connection.organizations.connected.map(({ name }) => name));
        }}
      >
        <p>Fieldbook reads your fields and your machines’ work.</p>
        <p slot="help">Questions? Call us.</p>
      </leaf-jd-connect>
      {shared.length > 0 && <p id="told">Shared: {shared.join(', ')}</p>}
    </>
  );
}

const place = document.querySelector('#app');
if (place) createRoot(place).render(<Farm />);
