// Photos, a sticker and a document made on the spot, so that a demonstration needs no files.

const WIDTH = 1200;
const HEIGHT = 900;
export const SCENES = { jalan: "Jalan berlubang", got: "Got mampet", sampah: "Sampah", lampu: "Lampu mati" };

const between = (low, high) => low + Math.random() * (high - low);
const some = (count, make) => Array.from({ length: count }, make);

/** A JPEG file of one of SCENES; no two are alike. */
export async function samplePhoto(scene) {
  const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
  const pen = canvas.getContext("2d");
  PAINTERS[scene](pen);
  grain(pen);
  stamp(pen);
  const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.86 });
  return new File([blob], `${scene}-${Date.now()}.jpg`, { type: "image/jpeg" });
}

const PAINTERS = {
  jalan(pen) {
    landscape(pen, "#8fb8d8", "#dfe9ee", "#6f8f55");
    road(pen);
    some(7, () => hole(pen, between(340, 860), between(520, 860)));
  },
  got(pen) {
    landscape(pen, "#9fb3bf", "#e3e6e4", "#7d8f5e");
    shape(pen, "#a7a49b", [
      [300, 900],
      [520, 430],
      [700, 430],
      [980, 900],
    ]);
    shape(pen, "#4b4a38", [
      [400, 900],
      [560, 430],
      [660, 430],
      [880, 900],
    ]);
    shape(pen, "#5d6a52", [
      [430, 900],
      [566, 470],
      [640, 470],
      [800, 900],
    ]);
    some(34, () => litter(pen, between(510, 740), between(520, 880), 0.9));
  },
  sampah(pen) {
    landscape(pen, "#a9c4d6", "#eef0ec", "#889a68");
    some(90, () => litter(pen, between(260, 960), between(520, 840), 2.4));
  },
  lampu(pen) {
    landscape(pen, "#0f1930", "#28324a", "#141b17");
    shape(pen, "#20242b", [
      [200, 900],
      [540, 450],
      [640, 450],
      [1050, 900],
    ]);
    shape(pen, "#555d68", [
      [838, 860],
      [846, 200],
      [858, 200],
      [866, 860],
    ]);
    shape(pen, "#555d68", [
      [700, 190],
      [856, 190],
      [856, 206],
      [700, 206],
    ]);
    shape(pen, "#38404a", [
      [670, 186],
      [740, 186],
      [730, 216],
      [680, 216],
    ]);
  },
};

// Hue, colour and light of bags, bottles, cardboard and leaves.
const WASTE = [
  [210, 8, 86],
  [0, 0, 22],
  [28, 34, 48],
  [205, 40, 62],
  [96, 22, 32],
  [350, 45, 48],
  [45, 30, 70],
];

function landscape(pen, skyTop, skyLow, ground) {
  const sky = pen.createLinearGradient(0, 0, 0, 450);
  sky.addColorStop(0, skyTop);
  sky.addColorStop(1, skyLow);
  pen.fillStyle = sky;
  pen.fillRect(0, 0, WIDTH, 450);
  pen.fillStyle = ground;
  pen.fillRect(0, 430, WIDTH, HEIGHT);
  some(9, (_, index) => tree(pen, index * 150 + between(-40, 40), 440, between(60, 130)));
}

function tree(pen, x, y, size) {
  if (x > 380 && x < 820) return;
  pen.fillStyle = `hsl(${between(85, 125)} 28% ${between(18, 30)}%)`;
  some(6, () =>
    blob(
      pen,
      x + between(-size, size) * 0.5,
      y - between(0.3, 1.1) * size,
      size * between(0.3, 0.5),
      size * 0.34,
    ),
  );
}

function road(pen) {
  shape(pen, "#6d6c69", [
    [140, 900],
    [540, 430],
    [660, 430],
    [1070, 900],
  ]);
  some(5, (_, index) =>
    shape(pen, "#c9c6bb", dash(450 + index * index * 22, 14 + index * 12, 3 + index * 2)),
  );
}

const dash = (y, long, wide) => [
  [600 - wide, y],
  [600 + wide, y],
  [603 + wide, y + long],
  [597 - wide, y + long],
];

function hole(pen, x, y) {
  const size = ((y - 430) / 470) * between(60, 110);
  pen.fillStyle = "#4a453d";
  blob(pen, x, y, size, size * 0.42);
  pen.fillStyle = "#7d7263";
  blob(pen, x + size * 0.08, y + size * 0.06, size * 0.8, size * 0.3);
  pen.fillStyle = "rgba(196, 206, 210, .5)";
  blob(pen, x - size * 0.1, y + size * 0.08, size * 0.5, size * 0.14);
}

function litter(pen, x, y, scale = 1) {
  const size = ((y - 400) / 500) * 34 * scale;
  const [hue, colour, light] = WASTE[Math.floor(Math.random() * WASTE.length)];
  pen.fillStyle = `hsl(${hue} ${colour}% ${light + between(-8, 8)}%)`;
  pen.save();
  pen.translate(x, y);
  pen.rotate(between(0, 3));
  blob(pen, 0, 0, size, size * between(0.4, 0.9));
  pen.restore();
}

function blob(pen, x, y, wide, high) {
  pen.beginPath();
  pen.ellipse(x, y, Math.abs(wide), Math.abs(high), 0, 0, 7);
  pen.fill();
}

function shape(pen, colour, points) {
  pen.fillStyle = colour;
  pen.beginPath();
  points.forEach(([x, y]) => pen.lineTo(x, y));
  pen.fill();
}

function grain(pen) {
  some(1800, () => {
    pen.fillStyle = Math.random() < 0.5 ? "rgba(0, 0, 0, .06)" : "rgba(255, 255, 255, .06)";
    pen.fillRect(between(0, WIDTH), between(0, HEIGHT), 4, 4);
  });
}

function stamp(pen) {
  const now = new Date().toLocaleString("id-ID", { dateStyle: "medium", timeStyle: "short" });
  pen.font = "600 34px sans-serif";
  pen.fillStyle = "rgba(0, 0, 0, .55)";
  pen.fillText(`contoh · ${now}`, 42, HEIGHT - 40);
  pen.fillStyle = "#fff";
  pen.fillText(`contoh · ${now}`, 40, HEIGHT - 42);
}

/** A square WebP sticker: a thumb up. */
export async function sampleSticker() {
  const canvas = new OffscreenCanvas(512, 512);
  const pen = canvas.getContext("2d");
  pen.font = "360px sans-serif";
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText("👍", 256, 270);
  const blob = await canvas.convertToBlob({ type: "image/webp", quality: 0.8 });
  return new File([blob], "stiker.webp", { type: "image/webp" });
}

/** A one-page PDF with a line of text. */
export function sampleDocument() {
  const text = "BT /F1 18 Tf 60 760 Td (Surat contoh dari simulator) Tj ET";
  const parts = [
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
    `<</Length ${text.length}>>stream\n${text}\nendstream`,
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
  ];
  let pdf = "%PDF-1.4\n";
  const starts = parts.map((part, index) => {
    const start = pdf.length;
    pdf += `${index + 1} 0 obj\n${part}\nendobj\n`;
    return start;
  });
  const table = starts.map((start) => `${String(start).padStart(10, "0")} 00000 n \n`).join("");
  pdf += `xref\n0 6\n0000000000 65535 f \n${table}trailer<</Size 6/Root 1 0 R>>\nstartxref\n${pdf.length}\n%%EOF`;
  return new File([pdf], "surat-contoh.pdf", { type: "application/pdf" });
}
