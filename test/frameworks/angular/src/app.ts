import { Component, CUSTOM_ELEMENTS_SCHEMA, signal, viewChild, type ElementRef } from '@angular/core';
import 'leaf-jd-connect';
import type { LeafConnectEventDetails, LeafJdConnect } from 'leaf-jd-connect/element';
import { fetchSession, hear, serverUrl, strings } from '../../shared/page';

@Component({
  selector: 'app-root',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <button (click)="shown.set(!shown())">Show</button>
    <button (click)="heading.set('Another name')">Rename</button>
    <button (click)="cleared.set(true)">Clear</button>
    <button (click)="locked.set(!locked())">Lock</button>
    <button (click)="vetoed.set(!vetoed())">Veto</button>
    <button (click)="card()?.nativeElement?.refresh()">Refresh</button>
    @if (shown()) {
      <leaf-jd-connect
        #card
        class="mine"
        company-name="Fieldbook"
        [serverUrl]="serverUrl"
        [fetchSession]="fetchSession"
        [strings]="cleared() ? undefined : strings"
        [heading]="cleared() ? undefined : heading()"
        [allowDisconnect]="!cleared()"
        [disabled]="locked()"
        (leaf-connect)="decide($event)"
        (leaf-connected)="hear($event)"
        (leaf-organizations-change)="hear($event)"
        (leaf-state-change)="hear($event)"
      >
        <p>Intro of the page</p>
        <p slot="help">Help of the page</p>
      </leaf-jd-connect>
    }
  `,
})
export class App {
  readonly card = viewChild<ElementRef<LeafJdConnect>>('card');
  readonly shown = signal(true);
  readonly heading = signal('Machine data');
  readonly cleared = signal(false);
  readonly locked = signal(false);
  readonly vetoed = signal(false);
  readonly serverUrl = serverUrl;
  readonly fetchSession = fetchSession;
  readonly strings = strings;
  readonly hear = hear;

  decide(event: CustomEvent<LeafConnectEventDetails['leaf-connect']>): void {
    hear(event);
    if (this.vetoed()) event.preventDefault();
  }
}
