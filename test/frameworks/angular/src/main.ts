import { bootstrapApplication } from '@angular/platform-browser';
import { App } from './app';

document.querySelector('#app')?.append(document.createElement('app-root'));
void bootstrapApplication(App);
