// Checks receipts with the Merkle proof verifier of sigstore (@sigstore/verify).
//
// usage: node inclusion.js TOOLS_DIR RECEIPT...
//
// For every receipt: its leaf is in its tree; the leaf with one bit changed is not. The signature is
// checked by other programs. Ends with status 1 and a sentence at the first disagreement.

const fs = require("node:fs");
const path = require("node:path");

const [tools, ...receipts] = process.argv.slice(2);
const { verifyMerkleInclusion } = require(
  path.join(tools, "sigstore/node_modules/@sigstore/verify/dist/timestamp/merkle.js"),
);

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function read(file) {
  const [head, body] = fs.readFileSync(file, "utf8").split("\n\n");
  const [version, extra, index, ...hashes] = head.split("\n");
  if (version !== "c2sp.org/tlog-proof@v1") fail(`${file}: not a receipt`);
  const [, size, root] = body.split("\n");
  return {
    leaf: Buffer.from(extra.replace("extra ", ""), "base64"),
    inclusionProof: {
      logIndex: index.replace("index ", ""),
      treeSize: size,
      rootHash: Buffer.from(root, "base64"),
      hashes: hashes.map((hash) => Buffer.from(hash, "base64")),
    },
  };
}

function isIncluded({ leaf, inclusionProof }) {
  try {
    verifyMerkleInclusion({ canonicalizedBody: leaf, inclusionProof });
    return true;
  } catch {
    return false;
  }
}

if (receipts.length === 0) fail("no receipt given");
for (const file of receipts) {
  const receipt = read(file);
  if (!isIncluded(receipt)) fail(`${file}: sigstore does not find the leaf in the tree`);
  receipt.leaf[1] ^= 1;
  if (isIncluded(receipt)) fail(`${file}: sigstore accepts a changed leaf`);
}
process.stdout.write(`${receipts.length} receipts hold\n`);
