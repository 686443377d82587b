// How long from a key press until the word is in local storage, and until the write-ahead copy has it on the disk, which is when
// "đã lưu" is said; with five hundred drafts there.

import { expect, LINK_LOST, ready, test } from '../tests/fixtures';
import { slow, SLOWER } from './phone';
import { ms, quantile, Report } from './report';

const DRAFTS = 500;
/** A sentence as it is typed, a key at a time. */
const SENTENCE = 'Chung toi lap them bo gat tu can chinh nen bang khong con bam bun va may chay deu ca ngay. ';
const TIMES = 3;
/** A quick typist. Milliseconds between keys. */
const PACE = 60;

declare global {
  interface Window {
    presses: number[];
    stored: { key: string; at: number }[];
    /** What a transaction of the copy has completed. */
    copied: { key: string; text: string; at: number }[];
  }
}

test.use({ allowed: LINK_LOST });

test('typing', async ({ page, context }) => {
  await page.addInitScript(() => {
    window.presses = [];
    window.stored = [];
    window.copied = [];
    window.addEventListener('keydown', (event) => window.presses.push(event.timeStamp), { capture: true });
    const setItem = Storage.prototype.setItem;
    Storage.prototype.setItem = function (key: string, value: string) {
      setItem.call(this, key, value);
      window.stored.push({ key, at: performance.now() });
    };
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (value: unknown, key?: IDBValidKey) {
      if (typeof value === 'string' && typeof key === 'string') {
        this.transaction.addEventListener('complete', () => window.copied.push({ key, text: value, at: performance.now() }));
      }
      return put.call(this, value, key);
    };
  });
  await page.goto('/app');
  await ready(page);
  const ids = await page.evaluate(fill, DRAFTS);
  await context.setOffline(true);
  await slow(page);

  const report = new Report('typing', `From a key press until it is stored, ${DRAFTS} drafts on the device, a processor ${SLOWER} times as slow`);
  const rows: string[][] = [];
  for (const [field, id] of [['story', ids[3]], ['solution', ids[250]]] as const) {
    await page.goto(`/app/initiatives/${id}`);
    await ready(page);
    const box = page.locator(`#o-${field}`);
    await box.focus();
    await box.press('End');
    const before = (await box.inputValue()).length;
    await page.evaluate(() => ((window.presses = []), (window.stored = []), (window.copied = [])));
    await page.keyboard.type(SENTENCE.repeat(TIMES), { delay: PACE });
    const key = `tsk.written.${id}`;
    const typed = SENTENCE.length * TIMES;
    await expect.poll(() => page.evaluate((key) => localStorage.getItem(key), key)).toContain(SENTENCE.repeat(TIMES).trim());
    await expect(page.locator('.saved')).toContainText('Đã lưu trên máy');
    const { presses, stored, copied } = await page.evaluate(() => ({ presses: window.presses, stored: window.stored, copied: window.copied }));
    const writes = stored.filter((write) => write.key === key);
    const took = presses.map((press) => writes.find((write) => write.at >= press)!.at - press);
    expect(took).toHaveLength(typed);
    rows.push([field, 'local storage', ms(quantile(took, 0.5)), ms(quantile(took, 0.95)), ms(Math.max(...took)), String(took.length), String(writes.length)]);
    // The copy takes what has gathered while it wrote: a key counts once a text is complete that is long enough to hold it.
    const copies = copied.filter((copy) => copy.key === key).map(({ text, at }) => ({ length: (content(text)[field] ?? '').length, at }));
    const kept = presses.map((press, n) => copies.find(({ length }) => length > before + n)!.at - press);
    rows.push([field, 'the disk', ms(quantile(kept, 0.5)), ms(quantile(kept, 0.95)), ms(Math.max(...kept)), String(kept.length), String(copies.length)]);
  }
  report.table(['field', 'stored in', 'p50', 'p95', 'longest', 'keys', 'writes'], rows);
  report.write();
});

/** What a stored draft says in each field. */
function content(text: string): Record<string, string> {
  return (JSON.parse(text) as { content: Record<string, string> }).content;
}

/** Puts drafts of the usual length on the device, in the form in which the app stores them (`app/model/src/draft.rs`). */
function fill(count: number): string[] {
  const text = (sentences: number) =>
    'Sau ba tháng chạy thử, băng không còn bám bùn, thời gian dừng máy giảm còn năm phút cho cả ngày làm việc. '.repeat(sentences);
  const ids: string[] = [];
  for (let n = 0; n < count; n++) {
    const at = new Date(Date.UTC(2026, 5, 1) + n * 60_000);
    const random = [...crypto.getRandomValues(new Uint8Array(9))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    const time = at.getTime().toString(16).padStart(12, '0');
    const id = `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-8${random.slice(3, 6)}-${random.slice(6)}`;
    const content = { title: `Bộ gạt tự căn chỉnh cho băng tải số ${n}`, problem: text(2).trim(), solution: text(5).trim(), effect: text(3).trim() };
    const nothing = Object.fromEntries(Object.keys(content).map((field) => [field, '']));
    const stamp = at.toISOString();
    const written = { format: 1, id, started_at: stamp, edited_at: stamp, base: 0, content, changed_from: nothing };
    localStorage.setItem(`tsk.written.${id}`, JSON.stringify(written));
    ids.push(id);
  }
  return ids;
}
