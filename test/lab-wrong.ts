// What of a lab's output is not as it must be, for the message of a test that fails: the whole of it is too long to be kept.

interface Document {
  readonly rows: readonly { readonly number: number; readonly passed: boolean; readonly title: string; readonly seen: readonly string[]; readonly milliseconds: number }[];
  readonly matrices: readonly {
    readonly mode: string;
    readonly pairs: readonly { readonly reached: boolean; readonly expected: boolean; readonly from: string; readonly to: string; readonly seen: string }[];
  }[];
}

/** The rows that failed with what was seen, and what is marked of who reaches whom; its end where there is neither. Of lines, or of `--json`. */
export function wrongOf(output: string): string {
  const wrong = output.startsWith('{') ? ofDocument(JSON.parse(output) as Document) : ofText(output);
  return wrong.length === 0 ? `nothing is told to be wrong: ${output.slice(-300)}` : wrong.join('\n');
}

function ofText(output: string): string[] {
  const wrong: string[] = [];
  // What is indented belongs to what is not.
  let head = '';
  for (const line of output.split('\n')) {
    if (!line.startsWith(' ')) head = line;
    if (line.startsWith('FAIL')) wrong.push(line);
    else if (line.startsWith(' ') && head.startsWith('FAIL')) wrong.push(line);
    else if (line.startsWith(' ') && head.startsWith('who reaches') && line.includes(' !')) wrong.push(`${head} ${line.trim()}`);
  }
  return wrong;
}

const ofDocument = ({ rows = [], matrices = [] }: Partial<Document>): string[] => [
  ...rows.filter(({ passed }) => !passed).flatMap(({ number, title, milliseconds, seen }) => [`FAIL ${number}  ${title}  (${milliseconds} ms)`, ...seen]),
  ...matrices.flatMap(({ mode, pairs }) => pairs.filter(({ reached, expected }) => reached !== expected).map(({ from, to, seen }) => `mode ${mode}: ${from} asks ${to}: ${seen}`)),
];
