/// Deletes what has lost its owners.
@NullMarked
package dev.podo.controllers.garbagecollector;

import org.jspecify.annotations.NullMarked;
