/// The commands of `podo`: a contract for scripts.
@NullMarked
package dev.podo.program.commands;

import org.jspecify.annotations.NullMarked;
