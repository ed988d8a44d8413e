/// The demo's application, a guestbook in three roles: a web front end, an API, and a store that
/// alone keeps the entries. It runs in containers, apart from Podo, on the JDK's own HTTP server.
@NullMarked
package dev.podo.program.demo.sample;

import org.jspecify.annotations.NullMarked;
