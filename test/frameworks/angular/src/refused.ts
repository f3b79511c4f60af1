import { Component, CUSTOM_ELEMENTS_SCHEMA } from '@angular/core';
import 'leaf-jd-connect';

/** What the compiler has to refuse, a mistake a line. */
@Component({
  selector: 'app-refused',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <leaf-jd-connect #card (leaf-connected)="take($event.detail.connection)" />
    <leaf-jd-connect (leaf-connected)="take($event.detail.token)" />
    <leaf-jd-connect (leaf-cancelled)="count($event.detail.reason)" />
    <leaf-jd-connect (leaf-conected)="take($event.detail)" />
    <button (click)="card.refesh()">Refresh</button>
  `,
})
export class Refused {
  take(_detail: object): void {}
  count(_number: number): void {}
}
