// A map of the world with nodes in cells: a disc for each cell, as large as its nodes are many, cut by their states.

import { get } from "../api.js";
import { el, svg } from "../dom.js";
import { count, plural } from "../format.js";
import { HEIGHT, WIDTH, around, project, unproject } from "./projection.js";

const STATES = ["online", "unknown", "offline"];
const SIZES = [1, 2, 5, 10];
/** A cell is not drawn smaller than this, in pixels of the screen. */
const LEAST_CELL_PX = 15;
const DISC_PX = { least: 3.5, most: 13 };
/** On a small map discs are smaller: no more than this part of its width. */
const DISC_SHARE = 1 / 48;
const MOST_ZOOM = 16;
const STEP = 1.6;
const DRAG_PX = 4;

function lines(flat) {
  const points = [];
  let east = 0;
  let north = 0;
  for (let i = 0; i < flat.length; i += 2) {
    east += flat[i];
    north += flat[i + 1];
    points.push(project(east / 10, north / 10).map(value => value.toFixed(1)).join(" "));
  }
  return `M${points.join("L")}`;
}

/** The pieces of a disc, cut by shares that add up to the whole. */
function wedges(x, y, radius, parts) {
  const whole = parts.reduce((sum, part) => sum + part.nodes, 0);
  const at = share => [x + radius * Math.sin(share * 2 * Math.PI), y - radius * Math.cos(share * 2 * Math.PI)].map(value => value.toFixed(3)).join(" ");
  let before = 0;
  return parts.filter(part => part.nodes > 0).map(part => {
    const share = part.nodes / whole;
    if (share > 0.9999) return svg("circle", { class: `s-${part.state}`, cx: x, cy: y, r: radius });
    const path = `M${x} ${y}L${at(before)}A${radius} ${radius} 0 ${share > 0.5 ? 1 : 0} 1 ${at(before + share)}Z`;
    before += share;
    return svg("path", { class: `s-${part.state}`, d: path });
  });
}

/**
 * @param box where it is put
 * @param onPick called with {east, north} and the cell under it, or null; without it, the map can be looked at only
 * @param onView called when another part is shown
 */
export function worldMap(box, { onPick = null, onView = () => {} } = {}) {
  const land = svg("path", { class: "land" });
  const borders = svg("path", { class: "borders" });
  const circle = svg("path", { class: "circle", hidden: true });
  const discs = svg("g", { class: "discs" });
  const drawing = svg("svg", { class: onPick ? "world pick" : "world", role: "img", "aria-label": "A map of the world", preserveAspectRatio: "xMidYMid meet" }, land, borders, circle, discs);
  const button = (label, sign, onclick) => el("button", { type: "button", class: "quiet", "aria-label": label, title: label, onclick }, sign);
  const tools = el("div", { class: "map-tools" },
    button("Zoom in", "+", () => zoom(STEP)), button("Zoom out", "−", () => zoom(1 / STEP)), button("Show the whole world", "⤢", () => look(1, WIDTH / 2, HEIGHT / 2)));
  box.replaceChildren(drawing, tools);
  box.classList.add("map");

  let scale = 1;
  let middle = [WIDTH / 2, HEIGHT / 2];
  let cells = [];
  let size = 5;

  get("/web/map/world.json").then(world => {
    land.setAttribute("d", world.land.map(ring => `${lines(ring)}Z`).join(""));
    borders.setAttribute("d", world.borders.map(lines).join(""));
  }).catch(() => {
    // Discs alone still tell where nodes are.
  });

  /** Map units to a pixel of the screen. */
  const unit = () => WIDTH / scale / Math.max(1, drawing.clientWidth);

  function look(to, x, y, quietly = false) {
    scale = Math.min(MOST_ZOOM, Math.max(1, to));
    const within = (value, span) => Math.min(span - span / scale / 2, Math.max(span / scale / 2, value));
    middle = [within(x, WIDTH), within(y, HEIGHT)];
    drawing.setAttribute("viewBox", `${middle[0] - WIDTH / scale / 2} ${middle[1] - HEIGHT / scale / 2} ${WIDTH / scale} ${HEIGHT / scale}`);
    draw();
    if (!quietly) onView();
  }

  const zoom = (by, [x, y] = middle) => look(scale * by, x + (middle[0] - x) / by, y + (middle[1] - y) / by);

  function draw() {
    const most = Math.max(1, ...cells.map(cell => cell.online + cell.unknown + cell.offline));
    const px = unit();
    const largest = Math.min(DISC_PX.most, Math.max(6, drawing.clientWidth * DISC_SHARE));
    discs.replaceChildren(...cells.map(cell => {
      const nodes = cell.online + cell.unknown + cell.offline;
      const [x, y] = project(cell.west + size / 2, cell.south + size / 2);
      const radius = (DISC_PX.least + (largest - DISC_PX.least) * Math.sqrt(nodes / most)) * px;
      return svg("g", {}, svg("title", {}, `${plural(nodes, "node")}: ${STATES.filter(state => cell[state]).map(state => `${count(cell[state])} ${state}`).join(", ")}`),
        ...wedges(x, y, radius, STATES.map(state => ({ state, nodes: cell[state] }))));
    }));
  }

  function placeOf(event) {
    const matrix = drawing.getScreenCTM();
    return matrix ? new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse()) : null;
  }

  function cellAt(at) {
    const px = unit() * DISC_PX.most;
    let best = null;
    let nearest = px;
    for (const cell of cells) {
      const [x, y] = project(cell.west + size / 2, cell.south + size / 2);
      const distance = Math.hypot(x - at.x, y - at.y);
      if (distance < nearest) [best, nearest] = [cell, distance];
    }
    return best;
  }

  let hand = null;
  drawing.addEventListener("pointerdown", event => {
    if (event.button === 0) hand = { x: event.clientX, y: event.clientY, middle: [...middle], moved: false };
  });
  drawing.addEventListener("pointermove", event => {
    if (!hand) return;
    const [dx, dy] = [event.clientX - hand.x, event.clientY - hand.y];
    if (!hand.moved && Math.hypot(dx, dy) < DRAG_PX) return;
    if (!hand.moved) drawing.setPointerCapture(event.pointerId);
    hand.moved = true;
    look(scale, hand.middle[0] - dx * unit(), hand.middle[1] - dy * unit(), true);
  });
  drawing.addEventListener("pointerup", event => {
    const was = hand;
    hand = null;
    if (!was) return;
    if (was.moved) {
      onView();
      return;
    }
    const at = placeOf(event);
    const place = at && unproject(at.x, at.y);
    if (place && onPick) onPick(place, cellAt(at));
  });
  drawing.addEventListener("pointercancel", () => {
    hand = null;
  });
  drawing.addEventListener("wheel", event => {
    const at = placeOf(event);
    // The page scrolls past a map that shows everything.
    if (!at || scale === 1 && event.deltaY > 0) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1.25 : 0.8, [at.x, at.y]);
  }, { passive: false });
  new ResizeObserver(draw).observe(drawing);
  look(1, WIDTH / 2, HEIGHT / 2, true);

  return {
    /** The parameters of /api/v1/cells for what is shown: the size of cells, and which part where it is not the whole. */
    query() {
      const degreePx = WIDTH / 360 / unit();
      const wanted = SIZES.find(one => one * degreePx >= LEAST_CELL_PX) ?? 10;
      const query = { size: wanted };
      if (scale > 1) {
        const half = [WIDTH / scale / 2, HEIGHT / scale / 2];
        const corners = [[-1, -1], [1, -1], [-1, 1], [1, 1], [0, -1], [0, 1], [-1, 0], [1, 0]].map(([x, y]) => unproject(middle[0] + x * half[0], middle[1] + y * half[1]));
        if (corners.every(Boolean)) {
          const range = (of, pick) => pick(...corners.map(corner => corner[of])).toFixed(3);
          query.bbox = [range("east", Math.min), range("north", Math.min), range("east", Math.max), range("north", Math.max)].join(",");
        }
      }
      return query;
    },
    /** Shows an answer of /api/v1/cells. */
    show(answer) {
      cells = answer.cells;
      size = answer.size;
      const sum = state => cells.reduce((all, cell) => all + cell[state], 0);
      drawing.setAttribute("aria-label", `A map of the world with ${plural(answer.placed, "node")} in ${plural(cells.length, "place")}: ${STATES.map(state => `${count(sum(state))} ${state}`).join(", ")}.`);
      draw();
    },
    /** Draws a circle of so many kilometres around a place; null takes it away. */
    mark(place, km) {
      circle.toggleAttribute("hidden", !place);
      if (!place) return;
      let before = null;
      circle.setAttribute("d", [...around(place, km), null].map((point, i) => {
        if (point === null) return "";
        // Where it goes over the edge of the map it begins anew on the other side.
        const begins = i === 0 || Math.abs(point.east - before) > 180;
        before = point.east;
        const [x, y] = project(point.east, point.north);
        return `${begins ? "M" : "L"}${x.toFixed(2)} ${y.toFixed(2)}`;
      }).join(""));
    },
    /** Looks at a place from so near that a circle of this size fits in. */
    lookAt(place, km) {
      const [x, y] = project(place.east, place.north);
      look(Math.min(8, 5000 / Math.max(200, km)), x, y);
    },
  };
}
