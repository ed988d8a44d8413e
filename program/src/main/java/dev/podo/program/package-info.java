/// The program: command line, configuration, process roles, packaging.
@NullMarked
package dev.podo.program;

import org.jspecify.annotations.NullMarked;
