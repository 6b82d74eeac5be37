import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { verifyHtml } from '../../lib/verify/html/page';
import { verify } from '../../lib/verify/verify';
import { FakeCluster, type FakeOptions } from '../live/fake-cluster';
import { run } from './command';
import { evidence } from './evidence';
import { cache } from './images';

/** A Pod with three locks open, as its cluster would tell of it. */
const openPod: FakeOptions = {
  takesUnlockedPods: true,
  look: { qbittorrent: { status: 'CapEff:\t0\nCapBnd:\t0000000000002000\nNoNewPrivs:\t1' } },
  connection: (container, host) =>
    container === 'qbittorrent' && host === '10.42.0.2' ? '52\tconnected after 0.1' : undefined,
};

let browser: Browser;
const folder = join(cache, 'pages');

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  browser = await chromium.launch({
    executablePath: (await run('which', ['chromium'])).trim(),
    args: ['--no-sandbox'],
  });
});

afterAll(() => browser?.close());

/** Opens the page of a Pod, and notes whatever it asks of a network and whatever it complains of. */
async function show(name: string, fake: FakeOptions, width: number) {
  const cluster = new FakeCluster(fake);
  const canary = { patienceSeconds: 1 };
  const report = await verify(cluster, {
    namespace: 'downloads',
    askUrl: 'http://ask/',
    question: 'x',
    canary,
    cleaner: cluster,
  });
  const file = join(folder, `${name}.html`);
  writeFileSync(file, verifyHtml(report, new Date(0)));
  const page = await browser.newPage({ viewport: { width, height: 844 } });
  const asked: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`file://${file}`);
  const picture = join(folder, `${name}-${width}.png`);
  await page.screenshot({ path: picture, fullPage: true });
  expect(statSync(picture).size).toBeGreaterThan(20_000);
  return { page, file, asked, complaints };
}

const openDetails = (page: Page) =>
  page.$$eval('details', (all) => all.filter((each) => each.open).map(({ id }) => id));

test.each([390, 1200])('the page fits a screen %i wide, asks no network and complains of nothing', async (width) => {
  const { page, file, asked, complaints } = await show('open', openPod, width);
  expect({ asked, complaints }).toEqual({ asked: [`file://${file}`], complaints: [] });
  const content = await page.evaluate<number>('document.documentElement.scrollWidth');
  expect(content).toBeLessThanOrEqual(width);
  await page.close();
});

test('what is open stands open, and the map leads to each lock', async () => {
  const { page } = await show('open', openPod, 390);
  expect(await openDetails(page)).toEqual(['pod0-uplink', 'pod0-raw-sockets', 'pod0-admission']);
  const map = page.locator('svg');
  expect(await map.locator('.way.open').count()).toBe(2);
  expect(await map.locator('.way.shut').count()).toBeGreaterThan(8);
  await map.locator('a[href="#pod0-dns"]').click();
  expect(await page.locator('#pod0-dns li').first().isVisible()).toBe(true);
  await page.locator('#pod0-dns summary').click();
  expect(await page.locator('#pod0-dns li').first().isVisible()).toBe(false);
  evidence(`page: ${await map.getAttribute('aria-label')}`);
  await page.close();
});

test('a printed page hides nothing', async () => {
  const { page } = await show('healthy', {}, 1200);
  expect(await openDetails(page)).toEqual([]);
  await page.evaluate("dispatchEvent(new Event('beforeprint'))");
  expect((await openDetails(page)).length).toBe(15);
  const pdf = await page.pdf({ format: 'A4' });
  expect(pdf.length).toBeGreaterThan(20_000);
  await page.close();
});
