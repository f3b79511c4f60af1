// Put into every measured page before its own scripts; `buttons` is the contender's own.

/** When so many buttons can be seen and pressed, and the frame with them is done, in milliseconds since navigation. */
window.whenUsable = (count) =>
  new Promise((resolve) => {
    const look = () => {
      const usable = window.buttons().filter((button) => !button.disabled && button.checkVisibility());
      if (usable.length >= count) resolve(window.afterFrame());
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });

/** Called in a frame: a message that is posted in it is heard when it has been laid out and handed over for painting. */
window.afterFrame = () =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(performance.now());
    port2.postMessage('');
  });

window.nextFrame = () => new Promise((resolve) => requestAnimationFrame(() => resolve(window.afterFrame())));

window.firstUsable = window.whenUsable(1);
