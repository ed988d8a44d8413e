/// A cluster inside a test: a real API server, store, controllers and scheduler, and nodes that
/// only pretend to run what is bound to them.
@NullMarked
package dev.podo.testkit;

import org.jspecify.annotations.NullMarked;
