import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

const here = `${process.platform} ${process.arch}`;
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const folders = [];
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

/** The package as npm installs it, without a native module. */
function installed() {
  const folder = mkdtempSync(join(tmpdir(), 'instantly-sdk-'));
  folders.push(folder);
  cpSync(new URL('../dist', import.meta.url), join(folder, 'dist'), { recursive: true });
  cpSync(new URL('../package.json', import.meta.url), join(folder, 'package.json'));
  return folder;
}

/** A package of this platform with the given text as its module; a platform without several C libraries has only the first name. */
function addPlatformPackage(folder, text, names = platformPackages()) {
  for (const name of names) {
    const packageFolder = join(folder, 'node_modules', name);
    mkdirSync(packageFolder, { recursive: true });
    writeFileSync(join(packageFolder, 'index.js'), text);
  }
}

/** The names the loader asks for here, from its own message. */
function platformPackages() {
  return [...failure(installed()).matchAll(/^ {2}(@instantly-sdk\/\S+): not installed$/gm)].map(([, name]) => name);
}

/** The message of the error that `require` throws, after `prepare` ran in the process. */
function failure(folder, prepare = '') {
  const program = `${prepare}; try { require('./dist'); console.log('it loaded') } catch (error) { console.log(error.message) }`;
  return execFileSync(process.execPath, ['-e', program], { cwd: folder, encoding: 'utf8' });
}

test('a missing native module: the platform, the packages tried, the usual causes and the remedy', () => {
  const message = failure(installed());
  assert.ok(message.startsWith(`instantly-sdk ${version}: no native module for this platform, ${here}`), message);
  assert.match(message, new RegExp(`^  @instantly-sdk/${process.platform}-${process.arch}\\S*: not installed$`, 'm'));
  for (const cause of [/lock file .* another platform/, /--omit=optional/, /musl .* glibc/])
    assert.match(message, cause);
  assert.ok(message.includes(`npm install --include=optional instantly-sdk@${version}`), message);
});

test('the C library is named on Linux', { skip: process.platform !== 'linux' }, () => {
  assert.match(failure(installed()), / \((glibc [\d.]+|musl)\), with Node /);
});

test('a file that is no library: why it does not load', () => {
  const folder = installed();
  writeFileSync(join(folder, 'instantly-sdk.node'), 'no library');
  assert.match(failure(folder), /instantly-sdk\.node: does not load: \S/);
});

test('a package that throws, or lacks something itself, is not taken for a missing one', () => {
  const folder = installed();
  addPlatformPackage(folder, "require('something-else')");
  assert.match(failure(folder), /@instantly-sdk\/\S+: does not load: Cannot find module 'something-else'/);
});

test('a package of another version is refused, with both versions', () => {
  const folder = installed();
  addPlatformPackage(folder, "exports.version = () => '0.0.1'");
  assert.match(failure(folder), /@instantly-sdk\/\S+: of version 0\.0\.1/);
});

test('where one of two packages does not load, the other is used', { skip: platformPackages().length < 2 }, () => {
  const folder = installed();
  const [first, second] = platformPackages();
  addPlatformPackage(folder, "throw new Error('invalid ELF header')", [first]);
  addPlatformPackage(folder, `exports.version = () => '${version}'`, [second]);
  assert.equal(failure(folder), 'it loaded\n');
});

test('a platform that no package is for: the platforms that have one', () => {
  const message = failure(installed(), "Object.defineProperty(process, 'platform', { value: 'sunos' })");
  assert.match(
    message,
    /no native module for this platform, sunos .*\nThere are packages for darwin-arm64, .* only\.\n$/,
  );
});
