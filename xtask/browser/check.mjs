// Opens reports from disk in headless Chromium and uses them as a reader would, on a wide and on a narrow screen, in
// light and in dark. Arguments: the browser, then the pages. Faults go to the error stream; then the exit code is 1.
import { chromium } from 'playwright-core';
import { readFileSync } from 'node:fs';

const [executablePath, ...pages] = process.argv.slice(2);
const faults = [];
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
for (const page of pages) {
  for (const width of [1280, 390]) {
    for (const colorScheme of ['light', 'dark']) {
      await look(page, width, colorScheme);
    }
  }
  console.log(`   ${page}`);
}
await browser.close();
faults.forEach((fault) => console.error(fault));
process.exit(faults.length ? 1 : 0);

async function look(file, width, colorScheme) {
  const fault = (text) => faults.push(`${file} at ${width} pixels, ${colorScheme}: ${text}`);
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
  const page = await context.newPage();
  page.on('console', (message) => { if (message.type() !== 'info') fault(`console: ${message.text()}`); });
  page.on('pageerror', (error) => fault(`error: ${error.message}`));
  page.on('dialog', (dialog) => { fault(`a dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', (request) => {
    if (!/^(file|data):/.test(request.url())) fault(`asks the network: ${request.url()}`);
  });
  await page.goto(`file://${file}`);
  if (!(await page.textContent('h1'))?.trim()) fault('has no title');
  if (!(await page.textContent('.lead'))?.trim()) fault('has no headline');
  await sort(page, fault);
  await download(page, fault);
  await page.evaluate(() => document.querySelectorAll('details').forEach((fold) => { fold.open = true; }));
  for (const what of await page.evaluate(misplaced)) fault(what);
  await page.emulateMedia({ media: 'print' });
  if (await page.isVisible('nav')) fault('prints its links');
  await context.close();
}

// A click on a column of numbers sorts it downwards, a second one upwards.
async function sort(page, fault) {
  const table = page.locator('section > .scroll table:has(th.n)').first();
  const head = table.locator('th.n').first();
  const shown = () => table.evaluate((table) => {
    const at = table.querySelector('th.n').cellIndex;
    return Array.from(table.tBodies[0].rows, (row) => parseFloat(row.cells[at].dataset.v)).filter((v) => !Number.isNaN(v));
  });
  await head.locator('button').click();
  const down = await shown();
  await head.locator('button').click();
  const up = await shown();
  const ordered = (values) => values.every((value, at) => at === 0 || values[at - 1] <= value);
  if (!ordered(up) || !ordered([...down].reverse())) fault('does not sort a table');
}

// A click on a link saves the CSV; its header is that of the table, its numbers are those of the cells, in full.
async function download(page, fault) {
  const link = page.locator('section > .csv a').first();
  const saved = page.waitForEvent('download');
  await link.click();
  const file = await saved;
  const lines = readFileSync(await file.path(), 'utf8').trim().split('\n');
  const name = file.suggestedFilename().replace(/\.csv$/, '');
  const table = await page.locator(`table[id="${name}"]`).evaluate((table) => ({
    keys: Array.from(table.tHead.rows[0].cells, (cell) => cell.dataset.key),
    last: Array.from(table.tBodies[0].rows, (row) => row.cells[row.cells.length - 1].dataset.v).sort(),
  }));
  if (lines[0] !== table.keys.join(',')) fault(`${name}.csv has the header ${lines[0]}`);
  if (lines.length - 1 !== table.last.length) fault(`${name}.csv has ${lines.length - 1} rows`);
  const last = lines.slice(1).map((line) => line.split(',').at(-1)).sort();
  if (last.some((value, at) => value !== table.last[at])) fault(`${name}.csv has other numbers than its table`);
}

// What is cut off or written over something else. Runs in the page.
function misplaced() {
  const found = [];
  if (document.documentElement.scrollWidth > innerWidth) found.push('is wider than the screen');
  for (const svg of document.querySelectorAll('figure svg')) {
    const frame = svg.getBoundingClientRect();
    if (!frame.width) continue;
    const name = svg.closest('figure').id;
    const texts = Array.from(svg.querySelectorAll('text')).filter((text) => text.textContent.trim());
    const boxes = texts.map((text) => text.getBoundingClientRect());
    boxes.forEach((box, at) => {
      const out = box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
      if (out) found.push(`${name} cuts off «${texts[at].textContent}»`);
      for (let other = at + 1; other < boxes.length; other++) {
        const across = Math.min(box.right, boxes[other].right) - Math.max(box.left, boxes[other].left);
        const down = Math.min(box.bottom, boxes[other].bottom) - Math.max(box.top, boxes[other].top);
        if (across > 3 && down > 5) found.push(`${name} writes «${texts[at].textContent}» over «${texts[other].textContent}»`);
      }
    });
  }
  return found;
}
