/// One line per event, as text or JSON.
@NullMarked
package dev.podo.program.logging;

import org.jspecify.annotations.NullMarked;
