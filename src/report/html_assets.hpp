// The report page's style and script, written by hand. Neither holds anything from outside; the page loads nothing.
// The script only sorts the outlet table, filters families, opens a family that is linked to, and lights up the note of the
// passage under the pointer or focus: without it the page reads the same.
// Tested by tests/report/html_report_test.cpp.
#pragma once

#include <string_view>

namespace reprise::report {

inline constexpr std::string_view kPageStyle = R"css(
:root{color-scheme:light dark;--bg:#fbfaf7;--ink:#1e1d1a;--soft:#656158;--rule:#dcd7ca;--card:#fff;--link:#174a8b;--no:#a3201d;--tint:90%;--edge:42%;--sat:70%}
@media (prefers-color-scheme:dark){:root{--bg:#161614;--ink:#e9e6de;--soft:#a39e92;--rule:#3a3832;--card:#1f1e1b;--link:#9dc1f5;--no:#ff9189;--tint:23%;--edge:62%;--sat:42%}}
.c0{--h:4}.c1{--h:212}.c2{--h:140}.c3{--h:276}.c4{--h:40}.c5{--h:182}.c6{--h:318}.c7{--h:78}.c8{--h:240}.c9{--h:22}.c10{--h:160}.c11{--h:345}.cx,.boiler{--h:50;--sat:8%}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main,body>header,footer{max-width:76rem;margin:0 auto;padding:0 1.25rem}
h1,h2,h3,blockquote,.text,.ftext{font-family:Georgia,"Times New Roman","Noto Serif",serif}
h1{font-size:2rem;line-height:1.15;margin:1.6rem 0 .3rem}h2{font-size:1.35rem;margin:2.6rem 0 .6rem;padding-top:.7rem;border-top:3px double var(--rule)}h3{font-size:1.2rem;line-height:1.3;margin:0 0 .25rem}
p{margin:.4rem 0}a{color:var(--link)}small,.meta,.why,.cut,.lead{color:var(--soft);font-size:.875rem}code{font-size:.85em;overflow-wrap:anywhere}
nav{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;margin:.6rem 0;font-size:.925rem}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:2px}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem;background:var(--card);padding:.5rem}
.counts{display:flex;flex-wrap:wrap;gap:.5rem 2.2rem;margin:1rem 0 0;padding:0;list-style:none}.counts b{display:block;font:1.55rem/1.2 Georgia,serif;font-variant-numeric:tabular-nums}.counts li{font-size:.875rem;color:var(--soft)}.counts b{color:var(--ink)}
details.family,article,h2{scroll-margin-top:.5rem}.two{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:0 2.5rem}.two h2{margin-bottom:.3rem}
.feeds{display:grid;grid-template-columns:minmax(0,6fr) minmax(0,5fr);gap:1rem 2rem;align-items:start}
.scroll{overflow-x:auto}.tall{max-height:27rem;overflow:auto}
table{border-collapse:collapse;width:100%;font-size:.9rem}th,td{padding:.28rem .5rem;text-align:start;border-bottom:1px solid var(--rule);vertical-align:baseline}th{font-weight:600;white-space:nowrap}.num{text-align:end;font-variant-numeric:tabular-nums;white-space:nowrap}
.tall thead th{position:sticky;top:0;background:var(--bg)}
th button{font:inherit;color:inherit;background:none;border:0;padding:0;cursor:pointer;text-decoration:underline dotted;text-underline-offset:3px}th[aria-sort=ascending] button::after{content:" \2191"}th[aria-sort=descending] button::after{content:" \2193"}
.pairs th{white-space:normal}.pairs td{overflow-wrap:break-word}.pairs .num{padding-inline:.3rem}.matrix{width:auto}.matrix tbody th{white-space:normal;font-size:.85rem;line-height:1.25}.matrix th,.matrix td{padding:.2rem .3rem}.matrix thead th{writing-mode:vertical-rl;transform:rotate(180deg);max-height:12rem;overflow:hidden;vertical-align:bottom;text-align:start;border:0}
.matrix td{min-width:2.1rem;text-align:center;font-variant-numeric:tabular-nums;font-size:.8rem;background:hsl(var(--h) var(--sat) var(--edge)/var(--a,0))}
.chip{font-weight:600;overflow-wrap:break-word}.chip::before{content:"";display:inline-block;width:.65em;height:.65em;margin-inline-end:.35em;border:1px solid hsl(var(--h) var(--sat) var(--edge));background:hsl(var(--h) var(--sat) var(--edge));print-color-adjust:exact;-webkit-print-color-adjust:exact}.chip.half::before{background:linear-gradient(135deg,hsl(var(--h) var(--sat) var(--edge)) 50%,transparent 50%)}.chip.cx::before{background:none;border-color:var(--soft)}.p.half{border-bottom-style:dashed}
a:has(>.chip){text-decoration:none}a:has(>.chip):hover{text-decoration:underline}
.to{color:var(--soft)}.no{color:var(--no)}.kind{font-size:.75rem;letter-spacing:.04em;text-transform:uppercase;color:var(--soft)}
ul.list,ol.list{list-style:none;padding:0;margin:0}.list>li{padding:.5rem 0;border-bottom:1px solid var(--rule)}.list q{font-family:Georgia,serif}
.find{display:flex;gap:.6rem;align-items:center;margin:.6rem 0;flex-wrap:wrap}.find[hidden]{display:none}input[type=search]{font:inherit;color:inherit;background:var(--card);border:1px solid var(--soft);border-radius:3px;padding:.35rem .6rem;min-width:min(24rem,100%)}
details{border-bottom:1px solid var(--rule);padding:.55rem 0}summary{cursor:pointer}details.family>summary{list-style-position:outside;margin-inline-start:1.1rem}.fhead{font-size:.9rem}.ftext{display:block;margin-top:.15rem;overflow-wrap:anywhere}details[open]>summary .ftext{display:none}
blockquote{margin:.5rem 0;padding:.1rem .9rem;border-inline-start:3px solid var(--rule);overflow-wrap:anywhere}
.occ{padding-inline-start:1.4rem}.occ>li{margin:.7rem 0}.way{line-height:1.9}
del{color:var(--no);text-decoration-thickness:1px}ins{text-decoration:underline;text-decoration-thickness:2px;background:hsl(140 60% 50%/.18)}
article{background:var(--card);border:1px solid var(--rule);border-radius:4px;padding:1.1rem 1.3rem;margin:1.2rem 0}
.cols{display:grid;grid-template-columns:minmax(0,1fr) 21rem;gap:1.8rem;align-items:start;margin-top:.7rem}.text{max-width:42rem;overflow-wrap:anywhere}.text p{margin:.65rem 0}
.p{color:inherit;text-decoration:none;background:hsl(var(--h) var(--sat) var(--tint));border-bottom:2px solid hsl(var(--h) var(--sat) var(--edge));padding:.1em 0;-webkit-box-decoration-break:clone;box-decoration-break:clone}.p.own{background:none}.p.boiler{border-bottom-style:dotted}
.p:hover,.p.on{background:hsl(var(--h) var(--sat) var(--edge)/.4)}.p sup{font:600 .68rem system-ui,sans-serif;color:var(--soft);margin-inline-start:.15em}
aside{position:sticky;top:.6rem;max-height:calc(100vh - 1.2rem);overflow:auto;font-size:.9rem}.notes{padding-inline-start:1.6rem;margin:0}.notes li{padding:.35rem .6rem;border-inline-start:3px solid transparent;margin-bottom:.3rem}.notes li.on,.notes li:target{border-inline-start-color:var(--link);background:hsl(212 60% 50%/.1)}
footer{margin-top:3rem;padding-bottom:2rem;border-top:1px solid var(--rule);color:var(--soft);font-size:.875rem}
@media (max-width:68rem){.feeds{grid-template-columns:minmax(0,1fr)}}
@media (max-width:60rem){.two,.feeds{grid-template-columns:minmax(0,1fr)}.cols{grid-template-columns:minmax(0,1fr)}aside{position:static;max-height:none;border-top:1px solid var(--rule);padding-top:.6rem}}
@media (max-width:34rem){main,body>header,footer{padding:0 .8rem}h1{font-size:1.6rem}article{padding:.8rem}th,td{padding:.25rem .3rem}}
@media print{:root{--bg:#fff;--card:#fff}body{font-size:10pt}.find,nav,.skip{display:none}.tall{max-height:none;overflow:visible}aside{position:static;max-height:none}.cols{grid-template-columns:minmax(0,1fr) 6cm}article,.occ>li{break-inside:auto}a{color:inherit}.p,td{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
)css";

inline constexpr std::string_view kPageScript = R"js(
(function () {
  "use strict";
  var each = function (list, f) { Array.prototype.forEach.call(list, f); };
  each(document.querySelectorAll("th button"), function (button) {
    button.addEventListener("click", function () {
      var th = button.parentNode, row = th.parentNode, body = row.parentNode.parentNode.tBodies[0];
      var column = Array.prototype.indexOf.call(row.children, th), number = th.className === "num";
      var down = th.getAttribute("aria-sort") ? th.getAttribute("aria-sort") === "ascending" : number;
      each(row.children, function (other) { other.removeAttribute("aria-sort"); });
      th.setAttribute("aria-sort", down ? "descending" : "ascending");
      var key = function (tr) { var td = tr.children[column]; return number ? Number(td.getAttribute("data-v")) : td.textContent; };
      var rows = Array.prototype.slice.call(body.rows);
      rows.sort(function (a, b) { var x = key(a), y = key(b); var c = number ? x - y : x < y ? -1 : x > y ? 1 : 0; return down ? -c : c; });
      rows.forEach(function (tr) { body.appendChild(tr); });
    });
  });
  var find = document.getElementById("find"), found = document.getElementById("found");
  if (find) {
    find.parentNode.parentNode.hidden = false;
    var families = document.querySelectorAll("details.family"), texts = [];
    each(families, function (f) { texts.push(f.textContent.toLowerCase()); });
    find.addEventListener("input", function () {
      var words = find.value.toLowerCase().split(/\s+/), n = 0;
      each(families, function (f, i) {
        var fits = words.every(function (w) { return texts[i].indexOf(w) >= 0; });
        f.hidden = !fits;
        if (fits) n += 1;
      });
      found.textContent = find.value ? n + " of " + families.length : "";
    });
  }
  var open = function () {
    var target = location.hash && document.getElementById(location.hash.slice(1));
    if (target && target.tagName === "DETAILS") { target.hidden = false; target.open = true; target.scrollIntoView(); }
  };
  window.addEventListener("hashchange", open);
  open();
  var lit = [];
  var light = function (passage) {
    lit.forEach(function (e) { e.classList.remove("on"); });
    lit = [];
    if (!passage) return;
    var id = passage.getAttribute("data-n"), note = document.getElementById(id);
    each(document.querySelectorAll("a.p[data-n=\"" + id + "\"]"), function (e) { lit.push(e); });
    if (note) {
      lit.push(note);
      var box = note.closest("aside");
      if (box.scrollHeight > box.clientHeight) box.scrollTop = note.offsetTop - box.offsetTop - 20;
    }
    lit.forEach(function (e) { e.classList.add("on"); });
  };
  ["mouseover", "focusin"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      var passage = event.target.closest && event.target.closest("a.p");
      if (passage) light(passage);
    });
  });
})();
)js";

}  // namespace reprise::report
