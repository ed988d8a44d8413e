/// Settings from flags, environment and file, checked together.
@NullMarked
package dev.podo.program.config;

import org.jspecify.annotations.NullMarked;
