// The viewer as one page: script and style inside, and a policy that lets it run these two and reach nothing else. Called by build.ts.

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** What the page may do. `rtnl decode --serve` lets it reach the server that it came from: see src/cli/decode/serve.ts. */
const policyOf = (script: string, style: string): string =>
  `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; connect-src 'none'; base-uri 'none'; form-action 'none'`;

/** pako is under both: its port of zlib under zlib's, whose notice stays with the sources alone. */
const LICENCES: readonly string[] = ['MIT', '(MIT AND Zlib)'];

/** The licence of what is in the bundle wants to be kept with every copy: once in full, with whose each package is. */
function noticeOf(root: string, inputs: readonly string[]): string {
  const names = new Set(inputs.flatMap((path) => /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []));
  let terms = '';
  const lines = [...names].sort().map((name) => {
    const folder = join(root, 'node_modules', name);
    const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { readonly version: string; readonly license: string };
    const text = readFileSync(join(folder, 'LICENSE'), 'utf8');
    const [, copyright, permission] = /^(Copyright[^\n]*)\n+(Permission is hereby granted[\s\S]*)$/m.exec(text) ?? [];
    if (!LICENCES.includes(license) || copyright === undefined || permission === undefined)
      throw new Error(`${name}: its licence is another than the notice in scripts/page.ts is made for`);
    terms = permission.trim();
    return `${name} ${version}: ${copyright}`;
  });
  return ['This page holds, beside rtnetlink itself:', ...lines, '', 'Each under the MIT License:', '', terms].join('\n');
}

/** Writes `file`. */
export async function buildPage(root: string, file: string): Promise<void> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['src/web/main.tsx', 'src/web/style.css'],
    outdir: 'out',
    tsconfig: 'tsconfig.web.json',
    write: false,
    metafile: true,
    bundle: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    charset: 'ascii',
    legalComments: 'none',
    // The client's way to the socket is left out as unused; were it not, there would be a require() of these.
    external: ['node:*'],
    logOverride: { 'empty-import-meta': 'silent' },
    logLevel: 'warning',
  });
  const text = (ending: string): string => (outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '').trim();
  const script = text('.js').replaceAll('</script', '<\\/script');
  const style = text('.css');
  if (/\brequire\(/.test(script)) throw new Error('the page would need what only Node has');
  const parts: Readonly<Record<string, string>> = { policy: policyOf(script, style), style, script };
  const template = readFileSync(join(root, 'src/web/page.html'), 'utf8');
  const page = template.replace(/\/\* (\w+) \*\//g, (whole, name: string) => parts[name] ?? whole);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, page.replace('<html', `<!--\n${noticeOf(root, Object.keys(metafile.inputs))}\n-->\n<html`));
}
