// How many comments an article has, on the cards that lead to it. Of all cards of a page by one small file.
const IN_ADDRESS = /\/read\/\d{4}\/\d{2}\/\d{2}\/(\d+)\//;
const place = document.querySelector("[data-comment-counts]");
const cards = document.querySelectorAll(".card");
const ways = document.querySelectorAll("[data-comments-of]");

function words(count) {
  return count === 1 ? place.dataset.one : place.dataset.many.replace("NUMBER", count.toLocaleString(document.documentElement.lang));
}

function tellOnCard(card, counts) {
  const link = card.querySelector(".card__headline a");
  const count = counts[IN_ADDRESS.exec(link?.pathname ?? "")?.[1]];
  const facts = card.querySelector(".card__facts");
  if (!count || !facts) return;
  const way = document.createElement("a");
  way.className = "card__comments";
  way.href = `${link.pathname}/comments/`;
  way.textContent = words(count);
  facts.append(" ", way);
}

async function tell() {
  const answer = await fetch(place.dataset.commentCounts, { credentials: "same-origin", cache: "no-cache" });
  if (!answer.ok) return;
  const counts = await answer.json();
  cards.forEach((card) => tellOnCard(card, counts));
  for (const way of ways) {
    const number = way.querySelector("[data-comment-count]");
    if (!number.textContent) number.textContent = counts[way.dataset.commentsOf] ?? "";
  }
}

if (place && (cards.length || ways.length)) tell().catch(() => { /* a page without counts is whole */ });
