// Checks a draw from its proof: the same computation as warta/campaigns/draw/, written a second time from docs/draw.md.
import { bls12_381 } from "./vendor/noble/curves/bls12-381.js";
import { hmac } from "./vendor/noble/hashes/hmac.js";
import { sha256 } from "./vendor/noble/hashes/sha2.js";
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from "./vendor/noble/hashes/utils.js";
import { canonical, DRAWN, DRAWN_SHAPE, misfit, opened, RECEIPT_SHAPE, SEALED_SHAPE } from "./form.js";

const LABEL = "warta-draw/1:";
const CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971";
const CHAIN_KEY = "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451"
  + "0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a";
const CHAIN_BEGAN = 1692803367, CHAIN_SECONDS = 3, LEAD_SECONDS = 600;
const SUITE = "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";
const CODE_DIGITS = 32, RECORD_BYTES = 48;
const STEP = 5000; // entries between two words of progress

// Answers {problems: [{code, where}], facts}. `published` is the seal's fingerprint as the reader saw it, `receipt` a text;
// `told(share)` hears how far the work is, from 0 to 1.
export function verify(data, { published = "", receipt = "", told = () => {} } = {}) {
  let bundle;
  try {
    bundle = opened(data);
  } catch {
    return { problems: [{ code: "file", where: "" }], facts: {} };
  }
  const isDrawn = bundle !== null && typeof bundle === "object" && bundle.format === DRAWN;
  const where = misfit(bundle, isDrawn ? DRAWN_SHAPE : SEALED_SHAPE);
  if (where !== null) return { problems: [{ code: "form", where: where.replace(/^\.+/, "") }], facts: {} };
  const proof = { bundle, isDrawn, seal: bundle.seal, rules: bundle.rules, sealHash: fingerprint(bundle.seal), codes: [] };
  if (isDrawn) {
    proof.randomness = sha256(hexToBytes(bundle.beacon.signature));
    proof.codes = drawnOrder(proof, (share) => told(0.15 + share * 0.6));
  }
  const problems = [...problemsOf(proof, (share) => told(0.75 + share * 0.25))], facts = factsOf(proof);
  if (published && published.trim().toLowerCase() !== proof.sealHash) problems.push({ code: "published", where: "" });
  const own = receipt ? receiptFacts(receipt, proof) : {};
  if (own === null) problems.push({ code: "receipt", where: "" });
  return { problems, facts: { ...facts, ...own } };
}

function* problemsOf(proof, told) {
  yield* rulesProblems(proof.rules, proof.seal);
  yield* listProblems(proof.bundle.entries, proof.seal);
  yield* sealProblems(proof, told);
  if (!proof.isDrawn) return;
  yield* beaconProblems(proof.bundle);
  yield* resultProblems(proof);
}

function factsOf({ bundle, seal, sealHash, isDrawn, randomness }) {
  const { round } = seal.beacon;
  const facts = { campaign: seal.campaign, entries: bundle.entries.length, seal_hash: sealHash, sealed_at: seal.sealed_at };
  Object.assign(facts, { round, round_at: momentOf(roundBegins(round)) });
  if (!isDrawn) return facts;
  const winners = bundle.result.holders.filter((holder) => holder.entry).length;
  return { ...facts, randomness: bytesToHex(randomness), winners };
}

export const fingerprint = (value) => bytesToHex(sha256(utf8ToBytes(canonical(value))));
const roundBegins = (number) => CHAIN_BEGAN + (number - 1) * CHAIN_SECONDS;
const momentOf = (seconds) => new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
const recordOf = (entry) => hexToBytes(entry.replace(":", ""));

export function rootOf(entries, campaign, told = () => {}) {
  const message = new Uint8Array(1 + 16 + RECORD_BYTES), node = new Uint8Array(65);
  message.set(hexToBytes(campaign), 1);
  let level = entries.map((entry, number) => {
    if (number % STEP === 0) told(number / entries.length / 2);
    message.set(recordOf(entry), 17);
    return sha256(message);
  });
  node[0] = 1;
  for (let rest = 0.5; level.length > 1; rest /= 2) {
    const above = [];
    for (let at = 0; at + 1 < level.length; at += 2) {
      node.set(level[at], 1);
      node.set(level[at + 1], 33);
      above.push(sha256(node));
    }
    if (level.length % 2) above.push(level[level.length - 1]);
    level = above;
    told(1 - rest / 2);
  }
  return bytesToHex(level[0]);
}

function drawnOrder({ bundle, sealHash, randomness }, told) {
  const info = concatBytes(utf8ToBytes(LABEL), hexToBytes(sealHash), Uint8Array.of(1));
  const extract = hmacFor(randomness, CODE_DIGITS / 2), expand = hmacFor(info, 32);
  const placed = bundle.entries.map((entry, number) => {
    if (number % STEP === 0) told(number / bundle.entries.length);
    const code = entry.slice(0, CODE_DIGITS);
    return bytesToHex(expand(extract(hexToBytes(code)))) + code;
  });
  return placed.sort((one, other) => (one < other ? -1 : 1)).map((text) => text.slice(64));
}

// HMAC-SHA256 of one message under many keys of that size.
function hmacFor(message, keyBytes) {
  const inner = concatBytes(new Uint8Array(64).fill(0x36), message);
  const outer = concatBytes(new Uint8Array(64).fill(0x5c), new Uint8Array(32));
  return (key) => {
    for (let at = 0; at < keyBytes; at += 1) {
      inner[at] = key[at] ^ 0x36;
      outer[at] = key[at] ^ 0x5c;
    }
    outer.set(sha256(inner), 64);
    return sha256(outer);
  };
}

function isSigned(number, signature) {
  const round = new Uint8Array(8);
  new DataView(round.buffer).setBigUint64(0, BigInt(number));
  try {
    const point = bls12_381.G1.Point.fromHex(signature);
    if (point.toHex(true) !== signature) return false;
    point.assertValidity();
    const { shortSignatures } = bls12_381;
    return shortSignatures.verify(point, shortSignatures.hash(sha256(round), SUITE), bls12_381.G2.Point.fromHex(CHAIN_KEY));
  } catch {
    return false;
  }
}

function* rulesProblems(rules, seal) {
  const { opens, closes } = rules.window;
  if (fingerprint(rules) !== seal.rules_hash) yield { code: "rules", where: "rules_hash" };
  if (rules.campaign !== seal.campaign) yield { code: "rules", where: "campaign" };
  if (!(opens < closes && closes <= seal.sealed_at)) yield { code: "rules", where: "window" };
  for (const [part, name] of [["prizes", "prize"], ["disqualification", "reason"]]) {
    if (new Set(rules[part].map((item) => item[name])).size !== rules[part].length) yield { code: "rules", where: part };
  }
  if (!rules.prizes.length) yield { code: "rules", where: "prizes" };
}

function* listProblems(entries, seal) {
  const codes = entries.map((entry) => entry.slice(0, CODE_DIGITS));
  const wrong = codes.findIndex((code, number) => number > 0 && codes[number - 1] >= code);
  if (wrong > 0) yield { code: "list", where: `entries[${wrong}]` };
  const { collapsed, rejected, withdrawn, received, entries: counted } = seal.counts;
  const leftOut = BigInt(collapsed) + BigInt(rejected) + BigInt(withdrawn);
  if (counted !== entries.length || BigInt(received) !== BigInt(counted) + leftOut) yield { code: "counts", where: "" };
  const days = seal.days.map((day) => day.day);
  if (days.some((day, number) => number > 0 && days[number - 1] >= day)) yield { code: "counts", where: "days" };
}

function* sealProblems({ bundle, seal, sealHash }, told) {
  if (!bundle.entries.length || rootOf(bundle.entries, seal.campaign, told) !== seal.root) yield { code: "root", where: "" };
  if (sealHash !== bundle.seal_hash) yield { code: "seal", where: "" };
  if (seal.beacon.chain !== CHAIN) yield { code: "chain", where: "" };
  if (momentOf(roundBegins(seal.beacon.round) - LEAD_SECONDS) < seal.sealed_at) yield { code: "early", where: "" };
}

function* beaconProblems({ beacon, seal }) {
  if (beacon.round !== seal.beacon.round) yield { code: "round", where: "" };
  if (!isSigned(beacon.round, beacon.signature)) yield { code: "signature", where: "" };
}

function* resultProblems(proof) {
  const { bundle, rules, codes } = proof, { result } = bundle;
  const listed = rules.prizes.reduce((sum, prize) => sum + BigInt(prize.quantity), BigInt(rules.substitutes));
  const order = listed < BigInt(codes.length) ? codes.slice(0, Number(listed)) : codes;
  if (!isSame(result.order, order)) {
    const wrong = order.findIndex((code, number) => number < result.order.length && code !== result.order[number]);
    yield { code: "order", where: wrong < 0 ? "length" : `order[${wrong}]` };
  }
  yield* passingProblems(proof);
  const { holders, heldNothing } = holdersOf(order, rules, result.passed_on);
  if (heldNothing !== undefined) yield { code: "passing", where: `passed_on[${heldNothing}].entry` };
  else if (!isSame(result.holders, holders)) yield { code: "holders", where: "" };
  const settled = fingerprint({ beacon: bundle.beacon, result, seal_hash: bundle.seal_hash });
  if (settled !== bundle.result_hash) yield { code: "result", where: "" };
}

function* passingProblems({ bundle, rules }) {
  let earliest = momentOf(roundBegins(bundle.beacon.round));
  const until = new Map(rules.disqualification.map((item) => [item.reason, item.until]));
  for (const [number, { at, reason }] of bundle.result.passed_on.entries()) {
    if (!until.has(reason)) yield { code: "passing", where: `passed_on[${number}].reason` };
    else if (at < earliest || at > until.get(reason)) yield { code: "passing", where: `passed_on[${number}].at` };
    if (at > earliest) earliest = at;
  }
}

function holdersOf(order, rules, passedOn) {
  const prizes = [];
  for (const { prize, quantity } of rules.prizes) {
    for (let given = 0; given < quantity && prizes.length < order.length; given += 1) prizes.push(prize);
  }
  const holders = order.slice(0, prizes.length), following = order.slice(prizes.length);
  const held = new Map(holders.map((entry, place) => [entry, place]));
  for (const [number, { entry }] of passedOn.entries()) {
    const place = held.get(entry);
    if (place === undefined) return { heldNothing: number };
    held.delete(entry);
    holders[place] = following.shift() ?? "";
    if (holders[place]) held.set(holders[place], place);
  }
  return { holders: holders.map((entry, place) => ({ entry, prize: prizes[place] })) };
}

const isSame = (one, other) => canonical(one) === canonical(other);

// What a receipt says of its holder's entry, or null when it does not belong to this list.
function receiptFacts(text, { bundle, seal, codes, isDrawn }) {
  let receipt;
  try {
    receipt = JSON.parse(text);
  } catch {
    return null;
  }
  if (misfit(receipt, RECEIPT_SHAPE) !== null || receipt.campaign !== seal.campaign) return null;
  const commitment = hmac(sha256, hexToBytes(receipt.opening), hexToBytes(receipt.account));
  const at = bundle.entries.indexOf(`${receipt.code}:${bytesToHex(commitment)}`);
  if (at < 0) return null;
  if (!isDrawn) return { receipt_entry: at + 1 };
  const holder = bundle.result.holders.find((item) => item.entry === receipt.code);
  return { receipt_entry: at + 1, receipt_place: codes.indexOf(receipt.code) + 1, receipt_prize: holder ? holder.prize : "" };
}
