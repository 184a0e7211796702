// Every export read back by a reader that others wrote. node tests/web/readers.mjs PROGRAM
import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import ICAL from 'ical.js';
import jsonld from 'jsonld';
import Parser from 'rss-parser';
import { Cite } from '@citation-js/core';
import '@citation-js/plugin-csl';
import '@citation-js/plugin-ris';

const program = process.argv[2];
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const record = join(mkdtempSync(join(tmpdir(), 'dateline-readers-')), 'sample.db');
const run = (...args) => execFileSync(program, ['--record', record, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 28 });
let passed = 0, failed = 0;
const check = (ok, what) => { ok ? passed++ : (failed++, console.log('FAILED:', what)); };

run('add', '--meta', join(root, 'sample/reports.tsv'), join(root, 'sample/reports'));
const lines = run('export', '--as', 'jsonl').trim().split('\n').map((l) => JSON.parse(l));
const of = (type) => lines.filter((l) => l.type === type);
const reports = of('report');
check(reports.length >= 18, 'the sample has its reports');

// spans lead back to the words
const text = new Map(JSON.parse(execFileSync('python3', ['-c', `
import sqlite3, json, sys
print(json.dumps(sqlite3.connect(sys.argv[1]).execute("SELECT report, text FROM v_text").fetchall()))`, record], { encoding: 'utf8' })));
let spans = 0;
const walk = (o) => {
  if (Array.isArray(o)) return o.forEach(walk);
  if (!o || typeof o !== 'object') return;
  if ('start' in o && 'exact' in o) {
    spans++;
    const words = Buffer.from(text.get(o.report), 'utf8').subarray(o.start, o.end).toString('utf8');
    if (words !== o.exact) check(false, `span ${o.report.slice(0, 8)} ${o.start}: "${words}" is not "${o.exact}"`);
  }
  Object.values(o).forEach(walk);
};
lines.forEach(walk);
check(spans > 300, `${spans} spans read back by Python's SQLite over v_text`);

const cited = new Cite(JSON.parse(run('export', '--as', 'csl')));
check(cited.data.length === reports.length, 'citation-js reads the CSL-JSON');
check(cited.data.some((d) => d.title === 'Begin and Sadat Sign Two Frameworks' && d.issued['date-parts'][0].join() === '1978,9,18'), 'a title with its day');
const ris = new Cite(run('export', '--as', 'ris'));
check(ris.data.length === reports.length, 'citation-js reads the RIS');
check(ris.data.some((d) => d.reporter === 'Alder, Ruth' || d.author?.[0]?.family === 'Alder'), 'an author with the family name first');

const calendar = new ICAL.Component(ICAL.parse(run('export', '--as', 'ics')));
const events = calendar.getAllSubcomponents('vevent').map((e) => new ICAL.Event(e));
const dated = [...of('meeting'), ...of('deadline')].filter((m) => /^\d{4}-\d{2}/.test(m.date || ''));
check(events.length === dated.length && events.length >= 3, `ical.js reads ${events.length} of ${dated.length} dated meetings and deadlines`);
check(events.every((e) => e.startDate.isDate && e.endDate.compare(e.startDate) > 0), 'all-day, the end after the start');

const feed = await new Parser().parseString(run('export', '--as', 'atom'));
check(feed.items.length === reports.length && feed.items.every((i) => i.title), 'rss-parser reads the Atom feed');

// the context of the W3C Web Annotation model, the terms used here
const context = { '@vocab': 'http://www.w3.org/ns/oa#', id: '@id', type: '@type', items: { '@id': 'http://www.w3.org/ns/activitystreams#items', '@container': '@list' }, source: { '@id': 'hasSource', '@type': '@id' } };
const annotations = JSON.parse(run('export', '--as', 'webannotation'));
check(annotations['@context'] === 'http://www.w3.org/ns/anno.jsonld', 'the Web Annotation context is named');
const expanded = await jsonld.expand({ ...annotations, '@context': context });
check(JSON.stringify(expanded).includes('http://www.w3.org/ns/oa#TextQuoteSelector'), 'a JSON-LD processor expands it');
for (const a of annotations.first.items) {
  const [quote, position] = a.target.selector;
  const id = a.target.source.replace('urn:sha256:', '');
  const whole = text.get(id);
  if (whole && [...whole].slice(position.start, position.end).join('') !== quote.exact) check(false, `annotation ${a.id}: position and quote differ`);
}
passed++;

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
