// @ts-check
// What pages and frameworks do to an element, each behind a button of the panel.
const AWAY_MS = 600;

const card = () => document.querySelector('leaf-jd-connect');

document.getElementById('move')?.addEventListener('click', () => {
  const places = [document.getElementById('place'), document.getElementById('other-place')];
  const moved = card();
  if (moved) places.find((place) => place && !place.contains(moved))?.append(moved);
});

document.getElementById('re-add')?.addEventListener('click', () => {
  const taken = card();
  taken?.remove();
  setTimeout(() => taken && document.getElementById('place')?.append(taken), AWAY_MS);
});

document.getElementById('remount')?.addEventListener('click', () => {
  const old = card();
  old?.replaceWith(old.cloneNode(true));
});
