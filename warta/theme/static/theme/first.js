// Runs before the first paint: the reader's own colours and text size, so that nothing flashes.
(function (root) {
  root.dataset.js = "";
  try {
    for (const name of ["theme", "size"]) {
      const kept = localStorage.getItem("warta:" + name);
      if (kept) root.dataset[name] = kept;
    }
  } catch (closed) { /* a browser that keeps nothing shows the page as the device wishes */ }
})(document.documentElement);
