import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';

import * as imported from 'instantly-sdk';
import * as importedTesting from 'instantly-sdk/testing';

const require = createRequire(import.meta.url);

test('import and require give the same values under the same names', () => {
  for (const [esm, commonJs] of [
    [imported, require('instantly-sdk')],
    [importedTesting, require('instantly-sdk/testing')],
  ]) {
    const names = Object.keys(esm).filter((name) => !['default', 'module.exports', '__esModule'].includes(name));
    assert.deepEqual(names.sort(), Object.keys(commonJs).sort());
    for (const name of names) assert.equal(esm[name], commonJs[name], name);
  }
});

test('an error caught by one is an instance of the other', async () => {
  const { Instantly, InvalidArgumentError } = require('instantly-sdk');
  assert.throws(() => new Instantly({ apiKey: 'k', baseUrl: 'nonsense' }), imported.InvalidArgumentError);
  assert.throws(() => new imported.Instantly({ apiKey: 'k', baseUrl: 'nonsense' }), InvalidArgumentError);
});

test('the built package has every name of openapi/surface.json', () => {
  const surface = JSON.parse(readFileSync(new URL('../../../openapi/surface.json', import.meta.url), 'utf8'));
  const client = new imported.Instantly({ apiKey: 'key' });
  for (const { node } of Object.values(surface.resources)) {
    const resource = node.attribute.split('.').reduce((found, name) => found[name], client);
    assert.equal(resource.constructor.name, node.class);
    for (const method of Object.keys(node.methods)) assert.equal(typeof resource[method], 'function', method);
  }
});

test('loading the package loads no resource', () => {
  const list = `require('instantly-sdk'); console.log(Object.keys(require.cache).join('\\n'))`;
  const loaded = execFileSync(process.execPath, ['-e', list], { cwd: import.meta.dirname, encoding: 'utf8' });
  assert.match(loaded, /generated.index\.js/);
  assert.doesNotMatch(loaded, /backgroundJobs\.js|leads\.js|shared\.js/);
});

test('the version is that of package.json', () => {
  assert.equal(imported.version, require('instantly-sdk/package.json').version);
});
