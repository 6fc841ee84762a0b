// Computes apart from the page, which stays alive meanwhile. Nothing of it leaves the reader's machine.
import { verify } from "./draw.js";

addEventListener("message", ({ data: { bytes, published, receipt } }) => {
  const verdict = verify(bytes, { published, receipt, told: (share) => postMessage({ share }) });
  postMessage({ verdict, shown: "entries" in verdict.facts ? shownOf(bytes) : null });
});

// The parts of a readable proof that the page shows.
function shownOf(bytes) {
  const { rules, result = null } = JSON.parse(new TextDecoder().decode(bytes));
  return { rules, result };
}
