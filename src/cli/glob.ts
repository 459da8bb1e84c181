// Patterns as the shell has them: `*`, `?`, `[a-z]`, `[!a-z]`, and a backslash before what stands for itself. fnmatch(3).

export function globMatches(pattern: string, text: string): boolean {
  return new RegExp(`^${translate(pattern)}$`, 'su').test(text);
}

const literal = (character: string): string => character.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');

function translate(pattern: string): string {
  let out = '';
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern[i] as string;
    const set = character === '[' ? /^\[([!^]?)(\]?[^\]]*)\]/.exec(pattern.slice(i)) : null;
    if (set !== null && set[2] !== '') {
      const members = (set[2] as string).replace(/[\\[\]^&]/g, '\\$&');
      out += `[${set[1] === '' ? '' : '^'}${members}]`;
      i += set[0].length - 1;
    } else if (character === '*') {
      out += '.*';
    } else if (character === '?') {
      out += '.';
    } else if (character === '\\' && i + 1 < pattern.length) {
      out += literal(pattern[++i] as string);
    } else {
      out += literal(character);
    }
  }
  return out;
}
