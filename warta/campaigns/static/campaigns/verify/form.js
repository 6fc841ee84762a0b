// How a proof is written: its parts, the one form of its bytes, and the reading of it. See docs/draw.md.
export const SEALED = "warta-draw-seal/1", DRAWN = "warta-draw/1", RECEIPT = "warta-draw-receipt/1";

const DAY = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
const whole = (text) => new RegExp(`^(?:${text})$`);
const PATTERNS = {
  code: whole("[0-9a-f]{32}"),
  currency: whole("[A-Z]{3}"),
  day: whole(DAY),
  drawn: whole(DRAWN),
  entry: whole("[0-9a-f]{32}:[0-9a-f]{64}"),
  hash: whole("[0-9a-f]{64}"),
  holder: whole("([0-9a-f]{32})?"),
  moment: whole(`${DAY}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z`),
  name: whole("[a-z0-9][a-z0-9-]{0,63}"),
  receipt: whole(RECEIPT),
  sealed: whole(SEALED),
  signature: whole("[0-9a-f]{96}"),
};
const NUMBERS = { count: [0, Number.MAX_SAFE_INTEGER], some: [1, 1e9], round: [1, 1e10] };
const BOTH = { en: "text", id: "text" };
const RULES_SHAPE = {
  campaign: "code",
  claim_until: "moment",
  disqualification: [{ evidence: BOTH, reason: "name", until: "moment", words: BOTH }],
  eligibility: [{ rule: "name", words: BOTH }],
  hashtag: "text",
  prizes: [{ currency: "currency", name: BOTH, prize: "name", quantity: "some", value: "count" }],
  review: BOTH,
  substitutes: "count",
  terms_hash: "hash",
  title: BOTH,
  window: { closes: "moment", opens: "moment" },
};
const SEAL_SHAPE = {
  beacon: { chain: "hash", round: "round" },
  campaign: "code",
  counts: { collapsed: "count", entries: "some", received: "count", rejected: "count", withdrawn: "count" },
  days: [{ day: "day", entries: "count", root: "hash" }],
  root: "hash",
  rules_hash: "hash",
  sealed_at: "moment",
  software: "text",
};
export const SEALED_SHAPE = {
  entries: ["entry"], format: "sealed", rules: RULES_SHAPE, seal: SEAL_SHAPE, seal_hash: "hash",
};
export const DRAWN_SHAPE = {
  ...SEALED_SHAPE,
  beacon: { round: "round", signature: "signature" },
  format: "drawn",
  result: {
    holders: [{ entry: "holder", prize: "name" }],
    order: ["code"],
    passed_on: [{ at: "moment", entry: "code", evidence: "text", reason: "name" }],
  },
  result_hash: "hash",
};
export const RECEIPT_SHAPE = { account: "code", campaign: "code", code: "code", format: "receipt", opening: "hash" };

const LONE_HALF = /\p{Surrogate}/u; // half a letter, which UTF-8 can't write

// The one way a value is written: keys sorted, no spaces. Throws when there is none.
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value === "number" && !Number.isSafeInteger(value)) throw new RangeError("no whole number");
  if (typeof value === "string" && LONE_HALF.test(value)) throw new RangeError("half a letter");
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const parts = Object.keys(value).sort().map((key) => `${canonical(key)}:${canonical(value[key])}`);
  return `{${parts.join(",")}}`;
}

// The value in a file's bytes. Throws when it is not in the one form.
export function opened(data) {
  const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
  const value = JSON.parse(text);
  if (`${canonical(value)}\n` !== text) throw new RangeError("not the one form");
  return value;
}

// The place of the first thing that is not as the shape says, or null.
export function misfit(value, shape) {
  if (typeof shape === "string") return fits(value, shape) ? null : "";
  if (value === null || typeof value !== "object" || Array.isArray(value) !== Array.isArray(shape)) return "";
  if (Array.isArray(shape)) return firstMisfit(value.entries(), () => shape[0], (number) => `[${number}]`);
  const names = Object.keys(shape).sort();
  if (Object.keys(value).sort().join(" ") !== names.join(" ")) return "";
  return firstMisfit(names.map((name) => [name, value[name]]), (name) => shape[name], (name) => `.${name}`);
}

function firstMisfit(parts, shapeOf, nameOf) {
  for (const [name, part] of parts) {
    const where = misfit(part, shapeOf(name));
    if (where !== null) return nameOf(name) + where;
  }
  return null;
}

function fits(value, shape) {
  if (shape in NUMBERS) return Number.isSafeInteger(value) && value >= NUMBERS[shape][0] && value <= NUMBERS[shape][1];
  return typeof value === "string" && (shape === "text" ? value !== "" : PATTERNS[shape].test(value));
}
