/** The app without any framework: the page's own script. */
import type { LeafJdConnect } from 'leaf-jd-connect/element';
import { fetchSession, hear, serverUrl, strings } from './page.js';

export function startApp(): void {
  let renamed = false;
  let vetoed = false;
  let card: LeafJdConnect | undefined;
  const app = document.querySelector('#app');
  const press = (name: string, action: () => void) => {
    const button = document.createElement('button');
    button.textContent = name;
    button.addEventListener('click', action);
    app?.append(button);
  };
  const show = () => {
    card = document.createElement('leaf-jd-connect');
    card.className = 'mine';
    Object.assign(card, { serverUrl, fetchSession, strings, companyName: 'Fieldbook', allowDisconnect: true });
    card.heading = renamed ? 'Another name' : 'Machine data';
    const [intro, help] = [document.createElement('p'), document.createElement('p')];
    intro.textContent = 'Intro of the page';
    help.slot = 'help';
    help.textContent = 'Help of the page';
    card.append(intro, help);
    card.addEventListener('leaf-connect', (event) => {
      hear(event);
      if (vetoed) event.preventDefault();
    });
    card.addEventListener('leaf-connected', hear);
    card.addEventListener('leaf-organizations-change', hear);
    card.addEventListener('leaf-state-change', hear);
    app?.append(card);
  };
  press('Show', () => {
    if (card?.isConnected) card.remove();
    else show();
  });
  press('Rename', () => {
    renamed = true;
    if (card) card.heading = 'Another name';
  });
  press('Clear', () => {
    if (card) Object.assign(card, { heading: undefined, strings: undefined, allowDisconnect: false });
  });
  press('Lock', () => {
    if (card) card.disabled = !card.disabled;
  });
  press('Veto', () => (vetoed = !vetoed));
  press('Refresh', () => void card?.refresh());
  show();
}
