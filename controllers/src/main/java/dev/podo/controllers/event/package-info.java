/// Lets Events expire.
@NullMarked
package dev.podo.controllers.event;

import org.jspecify.annotations.NullMarked;
