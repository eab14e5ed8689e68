/** A certificate for `localhost` that nobody knows, made anew for each run: X.509 as RFC 5280 has it, in as much DER as that takes. */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const tags = { integer: 0x02, bits: 0x03, octets: 0x04, oid: 0x06, text: 0x0c, time: 0x17, sequence: 0x30, set: 0x31 };
const dnsName = 0x82;
const explicit = (number) => 0xa0 + number;

const oids = {
  commonName: [0x55, 0x04, 0x03],
  ecdsaWithSha256: [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02],
  subjectAltName: [0x55, 0x1d, 0x11],
};

/** `{ key, cert }` in PEM, as `https.createServer` takes them; it is valid for a day. */
export function certificate() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = der(tags.sequence, der(tags.oid, oids.ecdsaWithSha256));
  const name = der(
    tags.sequence,
    der(tags.set, der(tags.sequence, der(tags.oid, oids.commonName), der(tags.text, 'a test'))),
  );
  const day = 86_400_000;
  const body = der(
    tags.sequence,
    der(explicit(0), der(tags.integer, [2])),
    der(tags.integer, [1], randomBytes(8)),
    algorithm,
    name,
    der(tags.sequence, der(tags.time, moment(Date.now() - day)), der(tags.time, moment(Date.now() + day))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(explicit(3), der(tags.sequence, extension(oids.subjectAltName, der(tags.sequence, der(dnsName, 'localhost'))))),
  );
  const signature = sign('sha256', body, privateKey);
  const cert = der(tags.sequence, body, algorithm, der(tags.bits, [0], signature));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    cert: `-----BEGIN CERTIFICATE-----\n${cert
      .toString('base64')
      .match(/.{1,64}/g)
      .join('\n')}\n-----END CERTIFICATE-----\n`,
  };
}

function extension(oid, value) {
  return der(tags.sequence, der(tags.oid, oid), der(tags.octets, value));
}

/** `260813120000Z` */
function moment(milliseconds) {
  return new Date(milliseconds)
    .toISOString()
    .slice(2)
    .replace(/[-:T]|\.\d+/g, '');
}

/** Tag, length, contents. */
function der(tag, ...parts) {
  const contents = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const { length } = contents;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), contents]);
}
