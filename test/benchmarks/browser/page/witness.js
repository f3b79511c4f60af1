// Put into pages of the demo: when the button was pressed, what was sent, and what the card was told. Times are of one clock.
window.witness = { pressed: [], opened: [], sent: [], hints: [], states: [] };
{
  const { witness } = window;
  const now = () => performance.timeOrigin + performance.now();
  const of = ({ timeStamp }) => performance.timeOrigin + timeStamp;
  addEventListener('click', (event) => witness.pressed.push(of(event)), true);
  addEventListener('message', (event) => witness.hints.push({ what: 'message', at: of(event) }), true);
  addEventListener('focus', (event) => witness.hints.push({ what: 'focus', at: of(event) }));
  document.addEventListener('leaf-state-change', (event) =>
    witness.states.push({ state: event.detail.state, at: now() }),
  );

  const { fetch, open } = window;
  window.fetch = (...of) => {
    witness.sent.push(now());
    return fetch(...of);
  };
  window.open = (...of) => {
    witness.opened.push(now());
    return open.apply(window, of);
  };
  const { send } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.send = function (...of) {
    witness.sent.push(now());
    return send.apply(this, of);
  };
  const { sendBeacon } = Navigator.prototype;
  Navigator.prototype.sendBeacon = function (...of) {
    witness.sent.push(now());
    return sendBeacon.apply(this, of);
  };

  // Timers that the card has running, by its file's name in the stack.
  const timers = new Set();
  witness.timers = timers;
  const ours = () => new Error().stack.includes('/leaf-jd-connect.js');
  for (const [start, stop, once] of [
    ['setTimeout', 'clearTimeout', true],
    ['setInterval', 'clearInterval', false],
    ['requestAnimationFrame', 'cancelAnimationFrame', true],
  ]) {
    const set = window[start].bind(window);
    const clear = window[stop].bind(window);
    window[start] = (callback, ...rest) => {
      const id = set(
        (...given) => {
          if (once) timers.delete(`${start} ${id}`);
          callback(...given);
        },
        ...rest,
      );
      if (ours()) timers.add(`${start} ${id}`);
      return id;
    };
    window[stop] = (id) => {
      timers.delete(`${start} ${id}`);
      clear(id);
    };
  }
}
