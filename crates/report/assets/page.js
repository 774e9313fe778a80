'use strict';
// Tables are sorted by the numbers in full, not by their rounded text; missing numbers stand last.
for (const button of document.querySelectorAll('.sort')) {
  button.addEventListener('click', () => {
    const head = button.closest('th');
    const table = head.closest('table');
    const at = head.cellIndex;
    const numbers = head.classList.contains('n');
    const before = head.getAttribute('aria-sort');
    const down = before ? before === 'ascending' : numbers;
    const body = table.tBodies[0];
    const key = (row) => numbers ? parseFloat(row.cells[at].dataset.v) : row.cells[at].textContent;
    const compare = (a, b) => {
      const [x, y] = [key(a), key(b)];
      if (!numbers) return (down ? -1 : 1) * x.localeCompare(y);
      if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) - Number.isNaN(y);
      return (down ? y - x : x - y);
    };
    body.append(...Array.from(body.rows).sort(compare));
    for (const other of table.querySelectorAll('th[aria-sort]')) other.removeAttribute('aria-sort');
    head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
  });
}
// On paper everything is open.
addEventListener('beforeprint', () => {
  for (const fold of document.querySelectorAll('details:not(.numbers):not([open])')) {
    fold.open = true;
    fold.dataset.paper = '';
  }
});
addEventListener('afterprint', () => {
  for (const fold of document.querySelectorAll('details[data-paper]')) {
    fold.open = false;
    delete fold.dataset.paper;
  }
});
// A link into something folded opens it.
addEventListener('hashchange', () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let fold = target?.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true;
});
