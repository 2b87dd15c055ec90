import{a as b}from"./a.js";import"../b.js";export*from'/c.js';import(`./d.js`);new Worker(new URL("./e.js",import.meta.url));
importScripts("f.js",'g.js');navigator.serviceWorker.register("/h.js");new SharedWorker("i.js");e.precacheAndRoute([{url:"j.css",revision:null}],{});
