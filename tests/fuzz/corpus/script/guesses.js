x=["/a.png","https://h.example/b.jpg?c=1#d","//h.example/e.css","f/g.html","h.gif","/i/j","text/html","1.2/3","2024/05/06","/:k.png","/%41.js","/%s.js","http://www.w3.org/2000/svg","a/static/b.png"];
self.__next_f.push([1,"2:[\"$\",{\"href\":\"/l.css\"}]\n"]);JSON.parse('{"m":"\/n.json","o":"p"}')
