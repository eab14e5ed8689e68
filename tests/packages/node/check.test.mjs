/** What checkers of npm packages say of the tarballs. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { dist, emptyFolder, tool } from './support.mjs';

const tarballs = (folder) => readdirSync(join(dist, folder)).map((name) => join(dist, folder, name));

for (const tarball of [...tarballs('npm'), ...tarballs('npm-platform')]) {
  test(`publint: ${tarball.slice(dist.length + 1)}`, () => tool(emptyFolder(), 'publint', 'run', tarball, '--strict'));
}

// Node 20 reads `exports`; how older ones found modules is of no account.
test('arethetypeswrong', () => tool(emptyFolder(), 'attw', ...tarballs('npm'), '--profile', 'node16'));
