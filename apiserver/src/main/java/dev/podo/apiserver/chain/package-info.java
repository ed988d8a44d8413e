/// The request path: one list of steps, read from top to bottom as a request meets them.
@NullMarked
package dev.podo.apiserver.chain;

import org.jspecify.annotations.NullMarked;
