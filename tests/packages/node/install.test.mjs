/** The npm packages as a user has them: installed, imported, compiled, bundled. */
import assert from 'node:assert/strict';
import { cpSync, existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { emptyFolder, node, npm, project, tool } from './support.mjs';

const examples = process.env.PACKAGES_EXAMPLES;
const typescript = ['--strict', '--target', 'es2022', '--lib', 'es2023', '--skipLibCheck', 'false', '--noEmit'];
const nodeTypes = ['--types', 'node', '--typeRoots', join(import.meta.dirname, 'node_modules/@types')];
const user = await project('commonjs.cjs', 'module.mjs', 'typed.mts', 'typed.cts', 'webpack.config.cjs');

test('npm installs the package of this platform and no other', () => {
  const { optionalDependencies } = JSON.parse(
    readFileSync(join(user, 'node_modules/instantly-sdk/package.json'), 'utf8'),
  );
  const wanted = Object.keys(optionalDependencies).filter((name) =>
    name.startsWith(`@instantly-sdk/${process.platform}-${process.arch}`),
  );
  const installed = readdirSync(join(user, 'node_modules/@instantly-sdk')).map((name) => `@instantly-sdk/${name}`);
  assert.equal(installed.length, 1);
  assert.ok(wanted.includes(installed[0]), installed[0]);
  const names = readdirSync(join(user, 'node_modules', installed[0])).sort();
  const files = [
    'LICENSE-APACHE',
    'LICENSE-MIT',
    'README.md',
    'THIRD-PARTY-LICENSES.md',
    'instantly-sdk.node',
    'package.json',
  ];
  assert.deepEqual(names, files);
});

test('CommonJS', async () => assert.equal(await node(user, 'commonjs.cjs'), '5 true\n'));

test('ES modules', async () => assert.equal(await node(user, 'module.mjs'), '5 true 3\n'));

test('TypeScript, moduleResolution node16', async () => {
  await tool(user, 'tsc', ...typescript, ...nodeTypes, '--module', 'node16', 'typed.mts', 'typed.cts');
});

test('TypeScript, moduleResolution bundler', async () => {
  const resolution = ['--module', 'esnext', '--moduleResolution', 'bundler'];
  await tool(user, 'tsc', ...typescript, ...nodeTypes, ...resolution, 'typed.mts');
});

test('the examples of the README', async () => {
  const names = readdirSync(examples).filter((name) => name.endsWith('.mts'));
  assert.ok(names.length > 0);
  for (const name of names) cpSync(join(examples, name), join(user, name));
  const compile = ['--strict', '--target', 'es2022', '--module', 'nodenext', ...nodeTypes];
  await tool(user, 'tsc', ...compile, ...names);
  for (const name of names) await node(user, name.replace('.mts', '.mjs'));
});

const bundlers = {
  esbuild: [
    'module.mjs',
    '--bundle',
    '--platform=node',
    '--external:@instantly-sdk/*',
    '--outfile=bundle.cjs',
    '--log-level=warning',
  ],
  webpack: ['--config', 'webpack.config.cjs'],
};

for (const [name, words] of Object.entries(bundlers)) {
  test(`a bundle of ${name} needs nothing but the native module's package`, async () => {
    const said = await tool(user, name, ...words);
    assert.doesNotMatch(said, /warning/i);
    const folder = emptyFolder();
    cpSync(join(user, 'bundle.cjs'), join(folder, 'bundle.cjs'));
    cpSync(join(user, 'node_modules/@instantly-sdk'), join(folder, 'node_modules/@instantly-sdk'), { recursive: true });
    assert.equal(await node(folder, 'bundle.cjs'), '5 true 3\n');

    rmSync(join(folder, 'node_modules'), { recursive: true });
    await assert.rejects(node(folder, 'bundle.cjs'), /no native module for this platform/);
  });
}

test('npm ci --omit=dev', async () => {
  assert.ok(existsSync(join(user, 'node_modules/development')));
  await npm(user, 'ci', '--omit=dev');
  assert.ok(!existsSync(join(user, 'node_modules/development')));
  assert.equal(await node(user, 'commonjs.cjs'), '5 true\n');
});

test('--omit=optional leaves the native module out, and the error says so', async () => {
  await npm(user, 'ci', '--omit=optional');
  await assert.rejects(node(user, 'commonjs.cjs'), (error) => {
    assert.match(error.message, new RegExp(`no native module for this platform, ${process.platform} ${process.arch}`));
    assert.match(error.message, /@instantly-sdk\/\S+: not installed/);
    assert.match(error.message, /--omit=optional/);
    return true;
  });
});
