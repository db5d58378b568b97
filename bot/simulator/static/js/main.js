// Puts as many phones on the page as fit and keeps them up to date.

import { FaultDrawer } from "./faults.js";
import { Feed } from "./feed.js";
import { openNewcomer } from "./newcomer.js";
import { Phone } from "./phone.js";
import { Store } from "./store.js";

const KEPT = "simulator-phones";
const TWO_PHONES_PX = 760;
const THREE_PHONES_PX = 1180;

const bench = document.getElementById("phones");
const store = new Store();
let phones = [];

function columns() {
  const width = window.innerWidth;
  return width < TWO_PHONES_PX ? 1 : width < THREE_PHONES_PX ? 2 : 3;
}

/** Which citizens are shown: those of the last visit first, then the others. */
function wanted() {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]").filter((id) => store.citizens.has(id));
  return [...new Set([...kept, ...store.citizens.keys()])].slice(0, columns());
}

function layOut() {
  const citizens = wanted();
  while (phones.length > citizens.length) phones.pop().element.remove();
  citizens.forEach((citizen, index) => {
    if (!phones[index]) add(citizen);
    else if (phones[index].citizen !== citizen) phones[index].belongTo(citizen);
  });
  for (const phone of phones) phone.showCitizens();
  remember();
}

function add(citizen) {
  const phone = new Phone(store, citizen, switchTo);
  phones.push(phone);
  bench.append(phone.element);
  phone.belongTo(citizen);
}

/** Show `citizen` on `phone`; who stood there moves to the phone where the citizen was. */
function switchTo(phone, citizen) {
  const other = phones.find((one) => one.citizen === citizen);
  other?.belongTo(phone.citizen);
  phone.belongTo(citizen);
  remember();
}

function remember() {
  sessionStorage.setItem(KEPT, JSON.stringify(phones.map((phone) => phone.citizen)));
  feed.refresh();
}

function showConnection(connected) {
  document.getElementById("connection").hidden = connected;
}

const feed = new Feed(store, () => phones.map((phone) => phone.citizen), showConnection);
new FaultDrawer(store, document.getElementById("fault-drawer"), document.getElementById("faults"));

store.addEventListener("citizens", layOut);
store.addEventListener("unread", () => phones.forEach((phone) => phone.showCitizens()));
store.addEventListener("chat", ({ detail }) =>
  phones.filter((phone) => phone.citizen === detail).forEach((phone) => phone.showChat()),
);
window.addEventListener("resize", () => store.citizens.size && phones.length !== wanted().length && layOut());
document.addEventListener("visibilitychange", () => feed.refresh());
document.getElementById("newcomer").addEventListener("click", () =>
  openNewcomer((citizen) => {
    store.setCitizen(citizen);
    if (!phones.some((phone) => phone.citizen === citizen.id)) switchTo(phones.at(-1), citizen.id);
  }),
);

feed.run();
