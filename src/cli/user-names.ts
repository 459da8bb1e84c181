// Names of users and of their groups, as the files of this machine have them: `ip` asks getpwuid(3) and getgrgid(3).

import { readFileSync } from 'node:fs';

/** The name with that id in a file like /etc/passwd; undefined where there is none, or no such file. */
function nameIn(file: string, id: number): string | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  for (const line of text.split('\n')) {
    const [name, , number] = line.split(':');
    if (number === String(id)) return name;
  }
  return undefined;
}

export const userName = (uid: number): string | undefined => nameIn('/etc/passwd', uid);
export const userGroupName = (gid: number): string | undefined => nameIn('/etc/group', gid);
