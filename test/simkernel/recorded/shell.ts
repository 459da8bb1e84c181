// A line of a recording's `setup` as the words of a command: no more of a shell than those lines use.

/** A command, and the exit code that the line says it had. */
export interface Line {
  readonly words: readonly string[];
  readonly rc: number;
}

/** The words of a line; quotes hold words together. `# rc=N` behind them is the exit code. */
export function readLine(line: string): Line {
  const [, command = line, rc = '0'] = /^(.*?)\s*# rc=(\d+)$/.exec(line) ?? [];
  const words: string[] = [];
  for (const [word] of command.matchAll(/(?:<\(.*\)|'[^']*'|"[^"]*"|[^\s'"])+/g)) words.push(word.startsWith('<(') ? word : word.replace(/'([^']*)'|"([^"]*)"/g, '$1$2'));
  return { words, rc: Number(rc) };
}

/** What `<(for i in 0..4999: route add 10.$((100+i/256)).0.0/24)` stands for: a line for each. */
export function expanded(word: string): string | undefined {
  const [, first = '', last = '', template = ''] = /^<\(for i in (\d+)\.\.(\d+): (.*)\)$/.exec(word) ?? [];
  if (template === '') return undefined;
  const lines: string[] = [];
  for (let i = Number(first); i <= Number(last); i++) {
    lines.push(
      template.replace(/\$\(\((?:(\d+)\+)?\(?i(?:([/%])(\d+))?\)?\)\)|\$i/g, (_, add = '0', how = '', by = '1') =>
        String(Number(add) + (how === '%' ? i % Number(by) : Math.floor(i / Number(by)))),
      ),
    );
  }
  return `${lines.join('\n')}\n`;
}
