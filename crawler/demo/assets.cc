// Style sheets, script, font and the paper's own pictures, all on the www host.
#include "crawler/demo/font.h"
#include "crawler/demo/image.h"
#include "crawler/demo/pages.h"

namespace crawler::demo {
namespace {

constexpr const char* kMainCss = R"(@charset "utf-8";
@import url("layout.css");

@font-face {
  font-family: "Varve Demo";
  src: url("fonts/masthead.ttf") format("truetype");
  font-display: swap;
}

:root {
  --ink: #22303c;
  --sea: #1c4e80;
  --paper: #fbfaf6;
  --line: #d9d5c8;
}

body {
  margin: 0;
  color: var(--ink);
  background: var(--paper);
  font: 17px/1.65 Georgia, "Noto Serif CJK SC", "Songti SC", SimSun, serif;
}

a { color: var(--sea); text-decoration-thickness: 1px; text-underline-offset: 3px; }
h1 { font-size: 1.9rem; line-height: 1.25; margin: 1.2rem 0 .6rem; }
h2 { font-size: 1.15rem; line-height: 1.4; margin: .4rem 0; }
img { max-width: 100%; height: auto; }

.masthead {
  text-align: center;
  padding: 1.4rem 1rem 1.9rem;
  background: var(--paper) url("wave.png") repeat-x bottom;
}
.masthead a { color: inherit; text-decoration: none; }
.masthead img { width: 44px; height: 44px; vertical-align: middle; border-radius: 50%; }
.masthead .name { font-size: 2rem; font-weight: bold; letter-spacing: .12em; }
.masthead .name { vertical-align: middle; }
.masthead .latin { display: block; font: 1.25rem "Varve Demo", sans-serif; color: var(--sea); }

.byline, .caption, footer { color: #64707c; font-size: .85rem; }
.pages a { margin-right: .8rem; }
footer { border-top: 1px solid var(--line); margin-top: 3rem; padding: 1rem; text-align: center; }
)";

constexpr const char* kLayoutCss = R"(main { max-width: 62rem; margin: 0 auto; padding: 0 1rem; }
article.story { max-width: 42rem; margin: 0 auto; }

nav { background: #1c4e80; }
nav ul { display: flex; flex-wrap: wrap; justify-content: center; gap: .2rem 1.6rem; }
nav ul { margin: 0; padding: .6rem; list-style: none; }
nav a { color: #fff; text-decoration: none; }
nav a:hover { text-decoration: underline; }

.hero { margin: 1.2rem 0; padding: 8rem 1.2rem 1rem; border-radius: 6px; }
.hero { background-size: cover; background-position: center; }
.hero a { color: #fff; text-shadow: 0 1px 6px #000; text-decoration: none; }

.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); }
.cards { gap: 1.6rem; padding: 0; list-style: none; }
.cards img { display: block; width: 100%; border-radius: 4px; }
.cards p { margin: .2rem 0; font-size: .92rem; }

.services { columns: 2 18rem; padding-left: 1.4rem; list-style-image: url("bullet.png"); }
iframe { width: 100%; height: 9rem; border: 1px solid #d9d5c8; }
)";

constexpr const char* kPrintCss = R"(nav, footer, .services, iframe { display: none; }
body { background: #fff; color: #000; font-size: 11pt; }
a { color: inherit; text-decoration: none; }
)";

constexpr const char* kScript = R"("use strict";
// Pictures far down a page load when they come near.
const near = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    entry.target.src = entry.target.dataset.src;
    near.unobserve(entry.target);
  }
}, { rootMargin: "300px" });
for (const image of document.querySelectorAll("img[data-src]")) near.observe(image);
)";

void add_asset(Site& site, const char* target, const char* content_type, std::string body) {
  Response response{.content_type = content_type, .body = std::move(body)};
  response.headers.emplace_back("Cache-Control", "max-age=86400");
  site.add(Host::www, target, Kind::requisite, std::move(response));
}

}  // namespace

void add_assets(Site& site) {
  add_asset(site, "/static/main.css", "text/css; charset=utf-8", kMainCss);
  add_asset(site, "/static/layout.css", "text/css", kLayoutCss);
  add_asset(site, "/static/print.css", "text/css", kPrintCss);
  add_asset(site, "/static/site.js", "text/javascript; charset=utf-8", kScript);
  add_asset(site, "/static/fonts/masthead.ttf", "font/ttf", masthead_font());
  add_asset(site, "/static/logo.png", "image/png", to_png(paint_logo(64)));
  add_asset(site, "/static/bullet.png", "image/png", to_png(paint_logo(12)));
  add_asset(site, "/static/wave.png", "image/png", to_png(paint_wave()));
  add_asset(site, "/static/share.png", "image/png", to_png(paint_logo(240)));
  add_asset(site, "/static/share-2x.png", "image/png", to_png(paint_logo(480)));
  add_asset(site, "/static/share-small.png", "image/png", to_png(paint_logo(120)));
  add_asset(site, "/static/bay.jpg", "image/jpeg", photographs()[kHeroPicture].file);
  add_asset(site, "/favicon.ico", "image/x-icon", to_icon(paint_logo(32)));
}

}  // namespace crawler::demo
