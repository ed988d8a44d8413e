/// The serving process as seen by the commands: its start, its mark, its end.
@NullMarked
package dev.podo.program.daemon;

import org.jspecify.annotations.NullMarked;
