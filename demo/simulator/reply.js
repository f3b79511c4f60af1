// @ts-check
// Posts the callback's reply to the window that opened this one. To anybody: Leaf does not know whose page that is.
const reply = document.getElementById('reply');
setTimeout(
  () => {
    window.opener?.postMessage(JSON.parse(reply?.dataset['reply'] ?? 'null'), '*');
  },
  Number(reply?.dataset['delayMs'] ?? 0),
);
