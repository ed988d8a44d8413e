/// Load over HTTPS from a process of its own, so that what is measured is the server.
@NullMarked
package dev.podo.bench.load;

import org.jspecify.annotations.NullMarked;
