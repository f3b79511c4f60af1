import { Component, CUSTOM_ELEMENTS_SCHEMA, signal } from '@angular/core';
import 'leaf-jd-connect';
import type { LeafConnectEventDetails } from 'leaf-jd-connect/element';

@Component({
  selector: 'app-farm',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <leaf-jd-connect
      server-url="https://connect.example.com"
      session-url="/leaf-session"
      company-name="Fieldbook"
      (leaf-connected)="connected($event)"
    >
      <p>Fieldbook reads your fields and your machines’ work.</p>
      <p slot="help">Questions? Call us.</p>
    </leaf-jd-connect>
    @if (shared().length) {
      <p id="told">Shared: {{ shared().join(', ') }}</p>
    }
  `,
})
export class Farm {
  readonly shared = signal<string[]>([]);

  connected({ detail }: CustomEvent<LeafConnectEventDetails['leaf-connected']>): void {
    this.shared.set(detail.connection.organizations.connected.map(({ name }) => name));
  }
}
