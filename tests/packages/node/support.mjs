/** Projects of a user: empty folders outside of the repository, and a registry that has nothing but the artefacts. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { promisify } from 'node:util';

import { serveRegistry } from './registry.mjs';

/** The folder of the artefacts. */
export const dist = process.env.PACKAGES_DIST;

const execute = promisify(execFile);
const folders = [];
const { url: registry, close } = await serveRegistry(dist);
const cache = emptyFolder();
after(() => {
  close();
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** An empty folder. */
export function emptyFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'instantly-sdk-packages-'));
  folders.push(folder);
  return folder;
}

/** A project with these programs of `programs/`, after `npm install instantly-sdk`. */
export async function project(...programs) {
  const folder = emptyFolder();
  mkdirSync(join(folder, 'development'));
  writeFileSync(join(folder, 'development/package.json'), '{ "name": "development", "version": "1.0.0" }');
  const manifest = { name: 'user', private: true, devDependencies: { development: 'file:development' } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  for (const program of programs) cpSync(new URL(`programs/${program}`, import.meta.url), join(folder, program));
  await npm(folder, 'install', 'instantly-sdk');
  return folder;
}

/** npm, with the registry of the artefacts as its only one. */
export function npm(folder, ...words) {
  const settings = ['--no-audit', '--no-fund', '--no-update-notifier', `--registry=${registry}`, `--cache=${cache}`];
  return run(folder, 'npm', [...words, ...settings]);
}

/** A program of the packages that check and bundle. */
export function tool(folder, name, ...words) {
  return run(folder, join(import.meta.dirname, 'node_modules/.bin', name), words);
}

/** Node itself. */
export function node(folder, ...words) {
  return run(folder, process.execPath, words);
}

/** What a program prints; rejects with all of it where the program fails. Not synchronous, since the registry is served from this process. */
async function run(folder, program, words) {
  try {
    const { stdout } = await execute(program, words, { cwd: folder, shell: process.platform === 'win32' });
    return stdout;
  } catch (error) {
    throw new Error([`${program} ${words.join(' ')}`, error.stdout, error.stderr].join('\n'));
  }
}
