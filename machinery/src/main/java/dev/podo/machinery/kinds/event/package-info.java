/// Events: one stored object seen by two API groups.
@NullMarked
package dev.podo.machinery.kinds.event;

import org.jspecify.annotations.NullMarked;
