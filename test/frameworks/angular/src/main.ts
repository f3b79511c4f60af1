import { bootstrapApplication } from '@angular/platform-browser';
import { App } from './app';
import { Farm } from './guide';

const [component, tag] = location.pathname.endsWith('-guide') ? [Farm, 'app-farm'] : [App, 'app-root'];
document.querySelector('#app')?.append(document.createElement(tag));
void bootstrapApplication(component);
