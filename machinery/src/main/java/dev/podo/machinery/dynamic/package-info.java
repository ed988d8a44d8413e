/// Objects whose type is known only while the server runs.
@NullMarked
package dev.podo.machinery.dynamic;

import org.jspecify.annotations.NullMarked;
