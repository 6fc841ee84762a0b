// The browser's verifier on a list of proofs: a line of JSON in ({data, published, receipt}), a verdict a line out.
import { readFileSync } from "node:fs";
import { verify } from "../static/campaigns/verify/draw.js";

for (const line of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const { data, published, receipt } = JSON.parse(line);
  console.log(JSON.stringify(verify(Buffer.from(data, "base64"), { published, receipt })));
}
