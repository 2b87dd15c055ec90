filedesc://x.arc 0.0.0.0 20261122103126 text/plain 69
1 0 Example
URL IP-address Archive-date Content-type Archive-length


http://a.example/ 192.0.2.1 20261122103126 text/plain 51
HTTP/1.0 200 OK
Content-Type: text/plain

hello

