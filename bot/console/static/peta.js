// Maps: the borders of the region are always there; tiles only where the operator has named a server.
"use strict";

const COLOURS = { merah: "#b3261e", kuning: "#d99a1c", hijau: "#2f9a6b", tanpa: "#6b7f77" };

async function drawMap(element) {
  const map = L.map(element, { scrollWheelZoom: element.dataset.titik !== undefined });
  if (element.dataset.ubin) L.tileLayer(element.dataset.ubin, { maxZoom: 19, attribution: "© OpenStreetMap" }).addTo(map);
  else map.attributionControl.setPrefix("Batas indikatif");
  const districts = await (await fetch(element.dataset.batas)).json();
  const borders = L.geoJSON(districts, {
    style: { color: "#0b6b4b", weight: 1, fillColor: "#cfe3d8", fillOpacity: element.dataset.ubin ? 0.1 : 0.5 },
    onEachFeature: (feature, layer) => layer.bindTooltip(feature.properties.name, { sticky: true }),
  }).addTo(map);
  map.fitBounds(borders.getBounds());
  if (element.dataset.lat) {
    const spot = [Number(element.dataset.lat), Number(element.dataset.lon)];
    L.circleMarker(spot, { radius: 9, color: "#fff", weight: 2, fillColor: "#b3261e", fillOpacity: 1 }).addTo(map);
    map.setView(spot, element.dataset.ubin ? 16 : 12);
  }
  if (element.dataset.titik) await drawReports(map, element);
}

async function drawReports(map, element) {
  const answer = await (await fetch(element.dataset.titik)).json();
  const layer = L.layerGroup().addTo(map);
  for (const report of answer.reports) {
    const spot = L.circleMarker([report.lat, report.lon], {
      radius: 7, color: report.guessed ? COLOURS[report.urgency] : "#fff", weight: report.guessed ? 2 : 1.5,
      fillColor: COLOURS[report.urgency], fillOpacity: report.guessed ? 0.25 : 0.9,
    });
    const link = document.createElement("a");
    link.href = `/staff/laporan/${report.ticket}`;
    link.textContent = report.ticket;
    const words = document.createElement("div");
    words.append(report.category, document.createElement("br"), report.status, document.createElement("br"), link);
    spot.bindPopup(words).addTo(layer);
  }
  document.getElementById("keterangan-peta").textContent = answer.note;
}

document.querySelectorAll("[data-batas]").forEach((element) => {
  drawMap(element).catch(() => { element.textContent = "Peta tidak dapat digambar. Muat ulang halaman."; });
});
