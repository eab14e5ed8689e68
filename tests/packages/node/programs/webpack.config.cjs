module.exports = {
  mode: 'production',
  target: 'node',
  entry: './module.mjs',
  output: { path: process.cwd(), filename: 'bundle.cjs' },
  // The native modules stay what they are: packages that are installed where the bundle runs.
  externals: [
    ({ request }, decide) => (request.startsWith('@instantly-sdk/') ? decide(null, `commonjs ${request}`) : decide()),
  ],
};
