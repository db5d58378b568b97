// The page on which a citizen chooses a place on the map.

import { el, svg } from "./dom.js";
import { districtAt, districtMap, marker } from "./map.js";
import { openSheet } from "./sheet.js";

const LABEL_PX = 11;
const CLICK_PX = 6;

/** Let the citizen choose a place; calls `onSend({ latitude, longitude, name, address })`. */
export async function choosePin(phone, onSend) {
  const map = await districtMap();
  const picker = new PinPicker(map);
  const sheet = openSheet(phone, { title: "Kirim lokasi", wide: true }, picker.element);
  picker.whenSent = (place) => {
    sheet.close();
    onSend(place);
  };
  picker.show();
}

class PinPicker {
  constructor(map) {
    this.map = map;
    const [left, top, right, bottom] = map.box;
    this.center = [(left + right) / 2, (top + bottom) / 2];
    this.span = Math.max(right - left, bottom - top) * 1.05;
    this.largest = this.span;
    this.pin = null;
    this.drawing = svg("svg", {
      class: "map map-large",
      role: "img",
      "aria-label": "Peta kecamatan, klik untuk menaruh titik",
    });
    this.names = svg("g", {});
    this.pinned = svg("g", {});
    this.drawing.append(svg("use", { href: "#districts" }), this.names, this.pinned);
    this.#listen();
    this.element = this.#form();
  }

  #form() {
    const input = (label, props) =>
      el("label", { class: "field" }, label, (this[props.name] = el("input", props)));
    const numbers = { type: "number", step: "any", required: true, on: { input: () => this.#typed() } };
    const names = this.map.districts.map(({ name }) => name).sort();
    const options = names.map((name) => el("option", {}, name));
    const jump = el(
      "select",
      { "aria-label": "Kecamatan", on: { change: (event) => this.#jump(event.target.value) } },
      el("option", { value: "" }, "Pilih kecamatan…"),
      ...options,
    );
    this.place = el("p", { class: "pin-place", role: "status" }, "Ketuk peta untuk menaruh titik");
    const zoom = (label, sign, factor) =>
      el("button", { type: "button", "aria-label": label, on: { click: () => this.#zoom(factor) } }, sign);
    return el(
      "form",
      { class: "pin-form", on: { submit: (event) => this.#submit(event) } },
      el(
        "div",
        { class: "map-frame" },
        this.drawing,
        el("div", { class: "map-zoom" }, zoom("Perbesar", "+", 0.5), zoom("Perkecil", "−", 2)),
      ),
      el(
        "div",
        { class: "pin-fields" },
        el("label", { class: "field field-full" }, "Kecamatan", jump),
        input("Lintang", { name: "latitude", min: -90, max: 90, ...numbers }),
        input("Bujur", { name: "longitude", min: -180, max: 180, ...numbers }),
        input("Nama tempat (boleh kosong)", { name: "named", maxlength: 100 }),
        input("Alamat (boleh kosong)", { name: "address", maxlength: 200 }),
      ),
      this.place,
      el("button", { type: "submit", class: "primary" }, "Kirim lokasi ini"),
    );
  }

  show() {
    const { width, height } = this.drawing.getBoundingClientRect();
    const [x, y] = this.center;
    const tall = (this.span * height) / (width || 1);
    this.unit = this.span / (width || 1);
    this.drawing.setAttribute("viewBox", `${x - this.span / 2} ${y - tall / 2} ${this.span} ${tall}`);
    this.names.replaceChildren(...this.#labels());
    this.pinned.replaceChildren(...(this.pin ? [marker(...this.pin, this.unit * 2)] : []));
  }

  #labels() {
    const size = LABEL_PX * this.unit;
    const taken = [];
    const free = ({ name, label: [x, y] }) => {
      const half = name.length * size * 0.31;
      if (taken.some((one) => Math.abs(one.x - x) < one.half + half && Math.abs(one.y - y) < size * 1.3))
        return false;
      return taken.push({ x, y, half });
    };
    return this.map.districts
      .filter(free)
      .map(({ name, label: [x, y] }) =>
        svg("text", { x, y, class: "district-name", "font-size": size }, name),
      );
  }

  #listen() {
    let start = null;
    this.drawing.addEventListener("pointerdown", (event) => {
      start = { x: event.clientX, y: event.clientY, center: this.center };
      this.drawing.setPointerCapture(event.pointerId);
    });
    this.drawing.addEventListener("pointermove", (event) => start && this.#drag(start, event));
    this.drawing.addEventListener("pointerup", (event) => {
      if (start && distance(start, event) < CLICK_PX) this.#put(this.#under(event));
      start = null;
    });
    this.drawing.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
  }

  #drag(start, event) {
    if (distance(start, event) < CLICK_PX) return;
    this.center = [
      start.center[0] - (event.clientX - start.x) * this.unit,
      start.center[1] - (event.clientY - start.y) * this.unit,
    ];
    this.show();
  }

  #wheel(event) {
    event.preventDefault();
    const fixed = this.#under(event);
    const factor = event.deltaY > 0 ? 1.25 : 0.8;
    this.center = this.center.map((value, axis) => fixed[axis] + (value - fixed[axis]) * factor);
    this.#zoom(factor);
  }

  #under(event) {
    const frame = this.drawing.getBoundingClientRect();
    const [left, top] = this.drawing.getAttribute("viewBox").split(" ").map(Number);
    return [left + (event.clientX - frame.left) * this.unit, top + (event.clientY - frame.top) * this.unit];
  }

  #zoom(factor) {
    this.span = Math.min(this.largest, Math.max(4, this.span * factor));
    this.show();
  }

  #jump(name) {
    const district = this.map.districts.find((one) => one.name === name);
    if (!district) return;
    this.center = district.label;
    this.span = Math.min(this.largest, (district.box[2] - district.box[0]) * 1.5);
    this.#put(district.label);
  }

  #put(point) {
    const [longitude, latitude] = this.map.unproject(point);
    this.latitude.value = latitude.toFixed(6);
    this.longitude.value = longitude.toFixed(6);
    this.#typed();
  }

  #typed() {
    const values = [this.longitude.valueAsNumber, this.latitude.valueAsNumber];
    this.pin = values.some(Number.isNaN) ? null : this.map.project(values);
    const name = this.pin && districtAt(this.map, this.pin);
    this.place.textContent = !this.pin
      ? "Ketuk peta untuk menaruh titik"
      : name
        ? `Kecamatan ${name}`
        : "Di luar wilayah peta";
    this.show();
  }

  #submit(event) {
    event.preventDefault();
    const place = { latitude: this.latitude.valueAsNumber, longitude: this.longitude.valueAsNumber };
    this.whenSent({ ...place, name: this.named.value.trim(), address: this.address.value.trim() });
  }
}

const distance = (start, event) => Math.hypot(event.clientX - start.x, event.clientY - start.y);
