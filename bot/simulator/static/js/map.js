// The districts as one SVG drawing that every map of the page reuses.

import { loadBoundaries } from "./api.js";
import { el, svg } from "./dom.js";

let drawn = null;

/** The map, loaded and drawn once: { districts, project, unproject, box }. */
export function districtMap() {
  drawn ??= loadBoundaries()
    .then(draw)
    .catch((error) => {
      drawn = null;
      throw error;
    });
  return drawn;
}

function draw({ features }) {
  const rings = features.map((feature) => outerRings(feature.geometry));
  const points = rings.flat(2);
  const west = Math.min(...points.map(([lon]) => lon));
  const north = Math.max(...points.map(([, lat]) => lat));
  const south = Math.min(...points.map(([, lat]) => lat));
  const squeeze = Math.cos((((north + south) / 2) * Math.PI) / 180);
  const scale = 1000;
  const project = ([lon, lat]) => [(lon - west) * squeeze * scale, (north - lat) * scale];
  const unproject = ([x, y]) => [x / scale / squeeze + west, north - y / scale];
  const districts = features.map(({ properties }, index) => ({
    name: properties.name,
    ...placed(rings[index], project),
  }));
  document.body.append(definitions(districts));
  const all = districts.map((district) => district.box);
  const box = [
    Math.min(...all.map((one) => one[0])),
    Math.min(...all.map((one) => one[1])),
    Math.max(...all.map((one) => one[2])),
    Math.max(...all.map((one) => one[3])),
  ];
  districts.sort((one, other) => breadth(other) - breadth(one));
  return { districts, project, unproject, box };
}

const breadth = ({ box }) => box[2] - box[0];

const outerRings = ({ type, coordinates }) =>
  type === "Polygon" ? [coordinates[0]] : coordinates.map((polygon) => polygon[0]);

function placed(rings, project) {
  const shapes = rings.map((ring) => ring.map(project));
  const largest = shapes.reduce((one, other) => (area(other) > area(one) ? other : one));
  const xs = shapes.flat().map(([x]) => x);
  const ys = shapes.flat().map(([, y]) => y);
  return {
    shapes,
    label: middle(largest),
    box: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)],
  };
}

function definitions(districts) {
  const paths = districts.map(({ shapes }) =>
    svg("path", {
      d: shapes.map((shape) => `M${shape.map(rounded).join("L")}Z`).join(""),
      class: "district",
    }),
  );
  const group = svg("g", { id: "districts" }, ...paths);
  return svg("svg", { class: "map-source", "aria-hidden": "true" }, svg("defs", {}, group));
}

const rounded = ([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`;

function area(shape) {
  return Math.abs(shape.reduce((sum, [x, y], index) => sum + cross(shape, index, x, y), 0)) / 2;
}

function cross(shape, index, x, y) {
  const [nextX, nextY] = shape[(index + 1) % shape.length];
  return x * nextY - nextX * y;
}

function middle(shape) {
  const double = shape.reduce((sum, [x, y], index) => sum + cross(shape, index, x, y), 0);
  const axis = (which) =>
    shape.reduce(
      (sum, point, index) =>
        sum + (point[which] + shape[(index + 1) % shape.length][which]) * cross(shape, index, ...point),
      0,
    ) /
    (3 * double);
  return [axis(0), axis(1)];
}

/** Name of the district that holds a projected point, or null. */
export function districtAt(map, [x, y]) {
  const holds = ({ shapes }) => shapes.some((shape) => inside(shape, x, y));
  return map.districts.find(holds)?.name ?? null;
}

function inside(shape, x, y) {
  let odd = false;
  for (let here = 0, before = shape.length - 1; here < shape.length; before = here++) {
    const [x1, y1] = shape[here];
    const [x2, y2] = shape[before];
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) odd = !odd;
  }
  return odd;
}

export function marker(x, y, size) {
  const drop = svg("path", { d: "M0 0C-1-4-6-7-6-12a6 6 0 1 1 12 0C6-7 1-4 0 0z", class: "marker" });
  const eye = svg("circle", { cx: 0, cy: -12, r: 2.2, class: "marker-eye" });
  return svg("g", { transform: `translate(${x} ${y}) scale(${size})` }, drop, eye);
}

/** A small still map around one place. */
export function thumbnail(latitude, longitude) {
  const frame = el("div", { class: "map-thumb" });
  districtMap().then(
    (map) => {
      const [x, y] = map.project([longitude, latitude]);
      const view = svg("svg", {
        viewBox: `${x - 100} ${y - 62} 200 110`,
        class: "map",
        "aria-hidden": "true",
      });
      view.append(svg("use", { href: "#districts" }), ...nearLabels(map, x, y), marker(x, y, 2));
      frame.append(view);
    },
    () => frame.classList.add("map-missing"),
  );
  return frame;
}

function nearLabels(map, x, y) {
  const near = map.districts.filter(
    ({ label }) => Math.abs(label[0] - x) < 90 && Math.abs(label[1] - y) < 55,
  );
  // A name right under the marker would be hidden by it.
  const clear = ([labelX, labelY]) =>
    Math.abs(labelX - x) < 45 && Math.abs(labelY - y) < 30 ? y + 12 : labelY;
  return near.map(({ name, label }) =>
    svg("text", { x: label[0], y: clear(label), class: "district-name", "font-size": 10 }, name),
  );
}
