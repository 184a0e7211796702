// The desk in a real browser: every page at three widths, with and without script, light and dark;
// keys; axe-core; hostile strings. node tests/web/desk.mjs PROGRAM [--shots FOLDER]
// Uses Debian's Chromium through playwright-core; see tools/test_web.sh.
import { chromium } from 'playwright-core';
import { spawn, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const [program, ...flags] = process.argv.slice(2);
const shots = flags[0] === '--shots' ? flags[1] : null;
const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const axe = readFileSync(join(here, 'node_modules/axe-core/axe.min.js'), 'utf8');
const work = mkdtempSync(join(tmpdir(), 'dateline-web-'));
let passed = 0, failed = 0;
const check = (ok, what) => { ok ? passed++ : (failed++, console.log('FAILED:', what)); };

const add = (record, ...args) => execFileSync(program, ['--record', record, 'add', ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
const serve = (record) => new Promise((resolve) => {
  const child = spawn(program, ['--record', record, 'serve', '--port', '0']);
  child.stdout.once('data', (line) => resolve({ child, url: String(line).match(/http:\S+\//)[0].replace(/\/$/, '') }));
});

const launch = () => chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

const pages = ['/', '/timeline', '/meetings', '/positions', '/plan', '/differ', '/people', '/said', '/reports', '/origins', '/stories', '/search?q=peace', '/method'];

// one link of each inner kind
const inner = async (page, url) => {
  const out = [];
  for (const [from, like] of [['/reports', '/report/'], ['/people', '/people/'], ['/meetings', '/meetings/']]) {
    await page.goto(url + from);
    const href = await page.evaluate((l) => document.querySelector(`main a[href^="${l}"]`)?.getAttribute('href'), like);
    if (href) out.push(href.split('#')[0]);
  }
  return out;
};

async function looks(browser, url) {
  const probe = await browser.newPage();
  const all = [...pages, ...await inner(probe, url)];
  await probe.close();
  check(all.length >= pages.length + 2, 'a report and a dossier can be reached');
  for (const scheme of ['light', 'dark']) for (const script of [true, false]) for (const width of [390, 800, 1440]) {
    if (!script && scheme === 'dark') continue;
    const context = await browser.newContext({ colorScheme: scheme, javaScriptEnabled: script, viewport: { width, height: 900 }, reducedMotion: 'reduce' });
    const page = await context.newPage();
    const trouble = [];
    page.on('console', (m) => { if (m.type() === 'error') trouble.push(m.text()); });
    page.on('pageerror', (e) => trouble.push(String(e)));
    for (const path of all) {
      const reply = await page.goto(url + path);
      const name = `${path} ${width}px ${scheme}${script ? '' : ' no script'}`;
      check(reply.status() === 200, `${name}: status ${reply.status()}`);
      check(Number(reply.headers()['content-length']) < 150 * 1024, `${name}: over 150 KB`);
      if (script) {
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        check(wide <= 0, `${name}: ${wide}px wider than the screen`);
        if (width !== 800) {
          await page.evaluate(axe);
          const found = await page.evaluate(() => axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
          for (const v of found.violations) check(false, `${name}: axe ${v.id}: ${v.nodes.slice(0, 2).map((n) => n.html).join(' | ').slice(0, 200)}`);
          passed++;
        }
      }
      if (shots && script && scheme === 'light' && width !== 800) {
        mkdirSync(shots, { recursive: true });
        await page.screenshot({ path: join(shots, `${path.replace(/\W+/g, '_') || 'brief'}-${width}.png`) });
      }
    }
    check(trouble.length === 0, `${scheme} ${width} script ${script}: ${trouble.slice(0, 3).join('; ')}`);
    await context.close();
  }
}

async function keys(browser, url) {
  const page = await browser.newPage();
  await page.goto(url + '/said');
  await page.keyboard.press('j');
  check(await page.evaluate(() => !!document.querySelector('.here')), 'j marks the first row');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  check(await page.evaluate(() => document.querySelectorAll('.here').length === 1), 'k goes back, one row is marked');
  await page.keyboard.press('/');
  check(await page.evaluate(() => document.activeElement.id === 'q'), '/ goes to search');
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('?');
  check(await page.evaluate(() => document.querySelector('#keys')?.open), '? opens the list of keys');
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await Promise.all([page.waitForURL('**/timeline'), page.keyboard.press('t')]);
  check(page.url().endsWith('/timeline'), 'g t goes to the timeline');
  await page.keyboard.press('Tab');
  check(await page.evaluate(() => document.activeElement.className === 'skip'), 'the first Tab is the skip link');
  await page.close();
}

// Strings that try to run. Each stands in title, author, outlet, body, url and file name.
const payloads = [
  '<script>canary()</script>', '"><script>canary()</script>', "'><img src=x onerror=canary()>", '<svg onload=canary()>', '</title><script>canary()</script>',
  'javascript:canary()', ' javascript:canary()', 'data:text/html,<script>canary()</script>', '<iframe srcdoc="<script>canary()</script>">',
  '<a href="javascript:canary()">x</a>', '{{constructor.constructor("canary()")()}}', '${canary()}', '<style>@import "//x"</style>', '<!--><script>canary()</script>-->',
  '\u2028canary()\u2029', '<body onload=canary()>', '<math><mtext><script>canary()</script></mtext></math>', '&lt;script&gt;canary()&lt;/script&gt;',
  '<input autofocus onfocus=canary()>', '<details open ontoggle=canary()>', '<base href=//evil.example/>', '<meta http-equiv=refresh content="0;url=javascript:canary()">',
  '<object data="javascript:canary()">', '" style="background:url(javascript:canary())', '<link rel=stylesheet href=//evil.example/x.css>',
];
async function hostile(browser) {
  const folder = join(work, 'hostile');
  mkdirSync(folder);
  const lines = [];
  let n = 0;
  for (const p of payloads) for (let field = 0; field < 10; field++, n++) {
    const v = (k) => (k === field % 5 ? p : `plain ${n}`);
    lines.push(JSON.stringify({ title: v(0), authors: [v(1)], outlet: v(2), url: field % 5 === 3 ? p : `https://x.example/${n}`, published: '2025-01-02',
      text: `Minister ${v(4)} met President Anna Novak of Latvia on Monday. “${v(4)} is final,” Ms. Novak said. Report ${n}.` }));
  }
  writeFileSync(join(folder, 'all.jsonl'), lines.join('\n') + '\n');
  writeFileSync(join(folder, '<img src=x onerror=canary()>.txt'), 'The minister met the envoy on Monday. “No,” she said.\n');
  const record = join(work, 'hostile.db');
  add(record, folder);
  const { child, url } = await serve(record);
  const context = await browser.newContext();
  let fired = 0;
  await context.exposeFunction('canary', () => { fired++; });
  const page = await context.newPage();
  const reports = [];
  page.on('console', (m) => { if (/Content Security Policy|Refused/.test(m.text())) reports.push(m.text()); });
  page.on('dialog', (d) => { fired++; d.dismiss(); });
  const links = [];
  for (const path of [...pages, `/search?q=${encodeURIComponent('<script>canary()</script>')}`, `/said?by=${encodeURIComponent('"><script>canary()</script>')}`]) {
    await page.goto(url + path);
    links.push(...await page.evaluate(() => [...document.querySelectorAll('main a[href^="/report/"], main a[href^="/people/"]')].map((a) => a.getAttribute('href').split('#')[0])));
    const bad = await page.evaluate(() => [...document.querySelectorAll('a')].filter((a) => !/^(https?:|#|\/)/.test(a.getAttribute('href') || '/')).length);
    check(bad === 0, `${path}: ${bad} links are not http(s)`);
  }
  for (const path of [...new Set(links)].slice(0, 120)) await page.goto(url + path);
  check(n >= 250, `${n} hostile strings`);
  check(fired === 0, `${fired} hostile strings ran`);
  check(reports.length === 0, `CSP reported: ${reports[0]}`);
  await context.close();
  child.kill();
}

const record = join(work, 'sample.db');
add(record, '--meta', join(root, 'sample/reports.tsv'), join(root, 'sample/reports'));
const { child, url } = await serve(record);
const browser = await launch();
try {
  await looks(browser, url);
  await keys(browser, url);
  await hostile(browser);
} finally {
  await browser.close();
  child.kill();
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
