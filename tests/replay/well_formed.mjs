// Lone surrogates become U+FFFD, for no UTF-8 text holds them. Node.js 18, Debian's, has no
// String.prototype.toWellFormed yet.
export const wellFormed = (text) => Buffer.from(text).toString();
