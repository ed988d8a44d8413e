/// Secrets.
@NullMarked
package dev.podo.machinery.kinds.secret;

import org.jspecify.annotations.NullMarked;
