/** What the compiler has to take, and what it has to refuse: an expectation that is not met is an error of its own. */
import { createRef } from 'react';
import { LeafJdConnect, type LeafJdConnectElement } from 'leaf-jd-connect/react';

const card = createRef<LeafJdConnectElement>();

export const taken = (
  <>
    <LeafJdConnect
      ref={card}
      id="card"
      className="mine"
      data-row={1}
      serverUrl="https://connect.example.com"
      fetchSession={async () => ({ token: await Promise.resolve('') })}
      theme="dark"
      allowDisconnect
      onLeafConnected={(event) => event.detail.connection.organizations.connected.length}
      onLeafError={({ detail: { code } }) => code === 'popup_blocked'}
      onClick={() => card.current?.connect()}
    />
    <leaf-jd-connect
      ref={card}
      server-url="https://connect.example.com"
      company-name="Fieldbook"
      allow-disconnect
      strings={{ connect: 'Connect' }}
      onleaf-cancelled={({ detail }) => detail.reason === 'expired'}
    />
  </>
);

export const refused = (
  <>
    {/* @ts-expect-error -- a number is no address */}
    <LeafJdConnect serverUrl={1} />
    {/* @ts-expect-error -- a boolean is no text */}
    <LeafJdConnect allowDisconnect="no" />
    {/* @ts-expect-error -- there is no such theme */}
    <LeafJdConnect theme="blue" />
    {/* @ts-expect-error -- a session is a promise of one */}
    <LeafJdConnect fetchSession={() => ({ token: '' })} />
    {/* @ts-expect-error -- there is no such text */}
    <LeafJdConnect strings={{ conect: '' }} />
    {/* @ts-expect-error -- there is no such property */}
    <LeafJdConnect serverURL="" />
    {/* @ts-expect-error -- there is no such event */}
    <LeafJdConnect onLeafConnectd={() => undefined} />
    {/* @ts-expect-error -- its detail holds no token */}
    <LeafJdConnect onLeafConnected={(event) => event.detail.token} />
    {/* @ts-expect-error -- there is no such theme */}
    <leaf-jd-connect theme="blue" />
    {/* @ts-expect-error -- its detail holds no token */}
    <leaf-jd-connect onleaf-connected={(event) => event.detail.token} />
  </>
);
