// A real Chromium with the viewer's page in it. Tests are skipped where there is none, unless REQUIRE_CHROMIUM=1 asks for failure.

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { suite, type Test } from 'uvu';
import { buildPage } from '../../scripts/page.js';

const CHROMIUM = '/usr/bin/chromium';

/** Nothing of it goes to the network, and its profile is fresh each time. */
const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A suite whose tests are skipped, saying why, where there is no Chromium. */
export function chromiumSuite(name: string): Test {
  const test = suite(name);
  if (existsSync(CHROMIUM)) return test;
  const reason = `${CHROMIUM} is not there (Debian package chromium)`;
  if (process.env.REQUIRE_CHROMIUM === '1') throw new Error(reason);
  console.log(`${name}: skipped, ${reason}`);
  const nothing = Object.assign(() => {}, { each: () => {} });
  return Object.assign((title: string) => test.skip(title), { skip: test.skip, only: test.skip, before: nothing, after: nothing, run: test.run }) as unknown as Test;
}

/** A page that was opened, and what it did that it should not. */
export interface Opened {
  readonly page: Page;
  /** Errors, refusals of the policy, and what was asked of anything but the page's own file. */
  readonly complaints: readonly string[];
}

/** One browser, with the page as `npm run build` makes it. */
export class Chromium {
  private constructor(
    private readonly browser: Browser,
    readonly folder: string,
  ) {}

  static async start(): Promise<Chromium> {
    const folder = mkdtempSync(join(tmpdir(), 'rtnetlink-page-'));
    await buildPage(fileURLToPath(new URL('../..', import.meta.url)), join(folder, 'index.html'));
    return new Chromium(await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS }), folder);
  }

  /** The built page. */
  get file(): string {
    return join(this.folder, 'index.html');
  }

  /** Opens the page from its file, or from where it is served. */
  async open(options: BrowserContextOptions = {}, url = pathToFileURL(this.file).href): Promise<Opened> {
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(url)) complaints.push(`request: ${request.url()}`);
    });
    await page.goto(url);
    return { page, complaints };
  }

  async stop(): Promise<void> {
    await this.browser.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What a file chooser is given. */
export interface Chosen {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Chooses a recording and waits until it is read. */
export async function choose(page: Page, { name, bytes }: Chosen): Promise<void> {
  await page.setInputFiles('input[type=file]', { name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });
  await page.locator('.about-file b', { hasText: name }).waitFor();
  await read(page);
}

/** Waits until all is read. */
export async function read(page: Page): Promise<void> {
  await page.locator('.row.message').first().waitFor();
  await page.locator('progress.reading').waitFor({ state: 'detached' });
}
