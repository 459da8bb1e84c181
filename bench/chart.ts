// The chart of the README: how many times the limit's time each peer takes. Drawn by vega, which `--chart` installs beside the peers.

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Result } from './report.js';

const SHOWN = ['W1', 'W2', 'W3a', 'W5', 'W5r'];

interface Vega {
  parse(spec: unknown): unknown;
  View: new (runtime: unknown, options: { renderer: 'none' }) => { toSVG(): Promise<string> };
}

interface VegaLite {
  compile(spec: unknown): { readonly spec: unknown };
}

/** Where the bars start: that of the limit itself is to be seen, and a logarithm has no zero. */
const LEFT = 0.5;

function specification(results: readonly Result[]): unknown {
  const shown = results.filter(({ workload }) => SHOWN.includes(workload.name));
  const values = shown.flatMap(({ workload, rows }) => rows.flatMap(({ peer, ratio }) => (ratio === undefined ? [] : [{ workload: workload.title, peer, ratio }])));
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
    data: { values },
    title: 'Time taken, as a multiple of C on libmnl',
    mark: 'bar',
    encoding: {
      row: {
        field: 'workload',
        type: 'nominal',
        sort: shown.map(({ workload }) => workload.title),
        title: null,
        header: { labelAngle: 0, labelAlign: 'left', labelOrient: 'top', labelAnchor: 'start' },
      },
      y: { field: 'peer', type: 'nominal', sort: null, title: null },
      x: { field: 'ratio', type: 'quantitative', scale: { type: 'log', domainMin: LEFT, nice: false }, axis: { values: [1, 2, 5, 10, 20, 50, 100, 200, 500] }, title: null },
      x2: { datum: LEFT },
      color: { condition: { test: "datum.peer === 'rtnetlink'", value: '#0b7285' }, value: '#adb5bd' },
    },
    // Who has no such thing has no row.
    resolve: { scale: { y: 'independent' } },
    config: { background: 'white' },
  };
}

export async function chart(results: readonly Result[], work: string): Promise<string> {
  execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', '--no-save', '--prefix', work, 'vega@6', 'vega-lite@6']);
  const load = (name: string, file: string) => import(pathToFileURL(join(work, 'node_modules', name, file)).href) as Promise<unknown>;
  const lite = (await load('vega-lite', 'build/index.js')) as VegaLite;
  const vega = (await load('vega', 'build/vega.node.js').catch(() => load('vega', 'index.js'))) as Vega;
  return new vega.View(vega.parse(lite.compile(specification(results)).spec), { renderer: 'none' }).toSVG();
}
