// Nango brings no button: the page has one, which opens Nango's own interface in a frame.
import Nango from '@nangohq/frontend';

const nango = new Nango();
function more(count) {
  for (let left = count; left > 0; left -= 1) {
    const button = document.createElement('button');
    button.textContent = 'Connect';
    button.addEventListener('click', () => nango.openConnectUI({ sessionToken: 'token' }));
    document.body.append(button);
  }
}
more(1);
window.more = more;
