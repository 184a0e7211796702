// The desk works without this file. It adds keys (off with "Keys" in ?), the reader's own time
// zone beside UTC, and a light or dark choice that stays.
(() => {
  'use strict';
  const doc = document, root = doc.documentElement;
  const keep = (name, value) => { try { value === undefined ? 0 : localStorage.setItem(name, value); return localStorage.getItem(name); } catch { return null; } };
  const scheme = keep('scheme');
  if (scheme) root.dataset.scheme = scheme;

  const rows = () => [...doc.querySelectorAll('main .rows > li, main tbody tr')].filter(r => r.offsetParent !== null);
  let at = -1;
  const go = (step) => {
    const all = rows();
    if (!all.length) return;
    all[at]?.classList.remove('here');
    at = Math.max(0, Math.min(all.length - 1, at + step));
    const row = all[at];
    row.classList.add('here');
    row.scrollIntoView({ block: 'nearest' });
    (row.querySelector('a, summary') || row).focus({ preventScroll: true });
  };
  const open = (selector) => rows()[at]?.querySelector(selector)?.click();

  const help = () => {
    let box = doc.querySelector('#keys');
    if (!box) {
      box = doc.createElement('dialog');
      box.id = 'keys';
      box.setAttribute('aria-label', 'Keys');
      const list = [['j k', 'next, previous row'], ['Enter', 'open the row'], ['e', 'show its evidence'], ['/', 'search'], ['d', 'light or dark'], ['?', 'this list'], ['Esc', 'close']];
      for (const a of doc.querySelectorAll('nav a[data-key]')) list.push(['g ' + a.dataset.key, a.textContent]);
      const table = doc.createElement('table');
      for (const [key, what] of list) {
        const tr = table.insertRow();
        const th = doc.createElement('th');
        th.scope = 'row';
        const kbd = doc.createElement('kbd');
        kbd.textContent = key;
        th.append(kbd);
        tr.append(th);
        tr.insertCell().textContent = what;
      }
      const off = doc.createElement('button');
      off.textContent = keep('keys') === 'off' ? 'Switch keys on' : 'Switch keys off';
      off.onclick = () => { keep('keys', keep('keys') === 'off' ? 'on' : 'off'); box.close(); box.remove(); };
      const close = doc.createElement('button');
      close.textContent = 'Close';
      close.onclick = () => box.close();
      box.append(table, off, ' ', close);
      doc.body.append(box);
    }
    box.showModal();
  };

  let pending = false;
  doc.addEventListener('keydown', (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName)) return;
    if (keep('keys') === 'off' && e.key !== '?') return;
    if (pending) {
      pending = false;
      const link = doc.querySelector(`nav a[data-key="${CSS.escape(e.key)}"]`);
      if (link) { e.preventDefault(); location.href = link.href; }
      return;
    }
    const act = {
      j: () => go(1), k: () => go(-1), '?': help, g: () => { pending = true; },
      '/': () => doc.querySelector('#q')?.focus(), e: () => open('summary'),
      d: () => { const dark = root.dataset.scheme ? root.dataset.scheme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
        root.dataset.scheme = dark ? 'light' : 'dark'; keep('scheme', root.dataset.scheme); },
    }[e.key];
    if (act) { e.preventDefault(); act(); }
  });

  for (const t of doc.querySelectorAll('time[datetime*="T"]')) {
    const when = new Date(t.dateTime);
    if (!isNaN(when)) t.title = when.toLocaleString([], { dateStyle: 'full', timeStyle: 'short' }) + ' (your zone)';
  }
  if (location.hash) doc.getElementById(decodeURIComponent(location.hash.slice(1)))?.classList.add('here');
})();
