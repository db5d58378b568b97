// The page of one report: photos large, templates into the answer, lists that can be searched.
"use strict";

const screen_ = document.querySelector("dialog.layar");
const large = screen_?.querySelector("img");

document.querySelectorAll("button.perbesar").forEach((button) => {
  button.addEventListener("click", () => {
    large.src = button.dataset.foto;
    large.alt = button.querySelector("img").alt;
    large.dataset.putar = "0";
    large.classList.remove("besar");
    screen_.querySelector(".unduh").href = button.dataset.foto;
    screen_.showModal();
  });
});
screen_?.querySelector(".tutup").addEventListener("click", () => screen_.close());
screen_?.querySelector(".putar").addEventListener("click", () => {
  large.dataset.putar = String((Number(large.dataset.putar) + 1) % 4);
});
large?.addEventListener("click", () => large.classList.toggle("besar"));

document.querySelectorAll("select.templat").forEach((select) => {
  select.addEventListener("change", () => {
    const words = select.form.elements.kata;
    if (select.value && (!words.value.trim() || confirm("Ganti tulisan yang ada dengan templat ini?"))) words.value = select.value;
  });
});

// A source of money belongs to a plan only.
document.querySelectorAll("form.jawaban").forEach((form) => {
  const source = form.querySelector(".sumber");
  if (!source) return;
  const show = () => {
    const planned = form.elements.jenis.value === "dijadwalkan";
    source.hidden = !planned;
    source.querySelector("input").required = planned;
  };
  form.addEventListener("change", show);
  show();
});

document.querySelectorAll(".saring-dinas").forEach((field) => {
  const labels = [...field.parentElement.querySelectorAll("label")];
  field.addEventListener("input", () => {
    const sought = field.value.toLowerCase();
    labels.forEach((label) => { label.hidden = !label.textContent.toLowerCase().includes(sought); });
  });
});

document.querySelectorAll(".pilih-kecamatan").forEach((district) => {
  const village = district.form.querySelector(".pilih-desa");
  const all = [...village.options];
  const show = () => {
    const kept = village.value;
    village.replaceChildren(...all.filter((option) => !option.dataset.kecamatan || !district.value || option.dataset.kecamatan === district.value));
    if ([...village.options].some((option) => option.value === kept)) village.value = kept;
    else village.value = "";
  };
  district.addEventListener("change", show);
  show();
});
