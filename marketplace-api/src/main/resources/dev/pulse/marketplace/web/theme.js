// Before the first paint, and so no module: the theme that was chosen here, if one was.
try {
  const chosen = localStorage.getItem("pulse.theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch {
  // Storage is refused: the system's theme it is.
}
